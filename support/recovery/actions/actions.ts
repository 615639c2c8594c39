import type { AnyAction } from './action';
import { checkApplicationDirectly } from './check-application-directly';
import { checkConnection } from './check-connection';
import { checkContentStore } from './check-content-store';
import { checkDiskUsage } from './check-disk-usage';
import { checkUnit } from './check-unit';
import { collectLog } from './collect-log';
import { compareNetworkAcl } from './compare-network-acl';
import { confirmInstanceGone } from './confirm-instance-gone';
import { confirmInstanceStopped } from './confirm-instance-stopped';
import { confirmVolumeFree } from './confirm-volume-free';
import { copyDamagedFiles } from './copy-damaged-files';
import { createVolumeFromSnapshot } from './create-volume-from-snapshot';
import { growFileSystem } from './grow-file-system';
import { listDamagedFiles } from './list-damaged-files';
import { logInAndRead } from './log-in-and-read';
import { modifyVolume } from './modify-volume';
import { mountRestoredVolume } from './mount-restored-volume';
import { removeRestoredVolume } from './remove-restored-volume';
import { removeStaleFiles } from './remove-stale-files';
import { replaceInstance } from './replace-instance';
import { restoreNetworkAcl } from './restore-network-acl';
import { startInstance } from './start-instance';
import { startUnit } from './start-unit';
import { waitForCommits } from './wait-for-commits';
import { waitForModification } from './wait-for-modification';
import { waitUntilApplicationsServe } from './wait-until-applications-serve';
import { waitUntilRunning } from './wait-until-running';

const all: readonly AnyAction[] = [
  checkApplicationDirectly,
  checkConnection,
  checkContentStore,
  checkDiskUsage,
  checkUnit,
  collectLog,
  compareNetworkAcl,
  confirmInstanceGone,
  confirmInstanceStopped,
  confirmVolumeFree,
  copyDamagedFiles,
  createVolumeFromSnapshot,
  growFileSystem,
  listDamagedFiles,
  logInAndRead,
  modifyVolume,
  mountRestoredVolume,
  removeRestoredVolume,
  removeStaleFiles,
  replaceInstance,
  restoreNetworkAcl,
  startInstance,
  startUnit,
  waitForCommits,
  waitForModification,
  waitUntilApplicationsServe,
  waitUntilRunning,
];

/** Every action that a runbook may name. */
export const actions: ReadonlyMap<string, AnyAction> = new Map(all.map((action) => [action.name, action]));
