import { readNightFile } from '../../recovery/run/night-file';
import { foundNote } from './found-note';

/** What the reader of a run's report should know of the night; nothing for a run that is none. */
export function nightNotes(runFolder: string): readonly string[] {
  const night = readNightFile(runFolder);
  return night === undefined ? [] : [foundNote(night.environment, night.found)].flatMap((note) => note ?? []);
}
