import { World, setWorldConstructor } from '@cucumber/cucumber';
import type { Drill } from '../support/recovery/drill/drill';

/** One Gherkin scenario's world: it holds the drill, and knows nothing itself. */
export class DrillWorld extends World {
  private current: Drill | undefined;

  get drill(): Drill {
    if (this.current === undefined)
      throw new Error('no drill is under way: the scenario has no tag @scenario:<id>');
    return this.current;
  }

  holds(drill: Drill | undefined): void {
    this.current = drill;
  }

  get isDrilling(): boolean {
    return this.current !== undefined;
  }
}

setWorldConstructor(DrillWorld);
