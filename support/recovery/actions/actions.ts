import type { AnyAction } from './action';
import { applyConfiguration } from './apply-configuration';
import { associateAddress } from './associate-address';
import { attachDataVolume } from './attach-data-volume';
import { attachRestoredVolume } from './attach-restored-volume';
import { bootForTheFirstTime } from './boot-for-the-first-time';
import { changeDatabasePassword } from './change-database-password';
import { checkAnswer } from './check-answer';
import { checkApplicationDirectly } from './check-application-directly';
import { checkArchives } from './check-archives';
import { checkBinaryLogs } from './check-binary-logs';
import { checkCertificate } from './check-certificate';
import { checkCharacterization, removeUndeclaredPackages } from './check-characterization';
import { checkConnection } from './check-connection';
import { checkContent } from './check-content';
import { checkDataVolumes } from './check-data-volumes';
import { checkDatabasePassword } from './check-database-password';
import { checkDirectoryChange } from './check-directory-change';
import { checkDirectoryMap } from './check-directory-map';
import { checkDiskUsage } from './check-disk-usage';
import { checkElasticAddress } from './check-elastic-address';
import { checkFileSystem } from './check-file-system';
import { checkInstanceStatus } from './check-instance-status';
import { checkKeyIsRefused } from './check-key-is-refused';
import { checkMetadataEndpoint } from './check-metadata-endpoint';
import { checkMonitored } from './check-monitored';
import { checkName } from './check-name';
import { checkNoTries } from './check-no-tries';
import { checkNobodyGotIn } from './check-nobody-got-in';
import { checkOffSiteCopy } from './check-off-site-copy';
import { checkPackages } from './check-packages';
import { checkPacketLoss } from './check-packet-loss';
import { checkRoundTrip } from './check-round-trip';
import { checkRunAnew } from './check-run-anew';
import { checkSshGreeting } from './check-ssh-greeting';
import { checkRepository } from './check-repository';
import { checkRevocation } from './check-revocation';
import { checkSearch } from './check-search';
import { checkStatus } from './check-status';
import { checkMigratedFiles } from './check-migrated-files';
import { checkMigratedRows } from './check-migrated-rows';
import { checkOldData } from './check-old-data';
import { checkUnit } from './check-unit';
import { checkVersion } from './check-version';
import { checkVolumes } from './check-volumes';
import { checkVolumeStatus } from './check-volume-status';
import { collectLog } from './collect-log';
import { compareConfiguration } from './compare-configuration';
import { compareMonitorMap } from './compare-monitor-map';
import { compareNetworkAcl } from './compare-network-acl';
import { compareSecurityGroup } from './compare-security-group';
import { confirmInstanceGone } from './confirm-instance-gone';
import { confirmInstanceStopped } from './confirm-instance-stopped';
import { confirmInstancesGone } from './confirm-instances-gone';
import { confirmVolumeFree } from './confirm-volume-free';
import { confirmVolumeLost } from './confirm-volume-lost';
import { copyArchiveOffSite } from './copy-archive-off-site';
import { copyBranchBack } from './copy-branch-back';
import { copyDamagedFiles } from './copy-damaged-files';
import { copyObjectsBack } from './copy-objects-back';
import { copyRowsBack } from './copy-rows-back';
import { copyTableBack } from './copy-table-back';
import { createVolumeFromSnapshot } from './create-volume-from-snapshot';
import { createVolumeThatMounts } from './create-volume-that-mounts';
import { deleteOldArchives } from './delete-old-archives';
import { deleteQueueingDiscipline } from './delete-queueing-discipline';
import { denyAddress } from './deny-address';
import { detachDataVolumeByForce } from './detach-data-volume-by-force';
import { dumpDatabase } from './dump-database';
import { dropUndeclaredAccounts } from './drop-undeclared-accounts';
import { enableMetadataEndpoint } from './enable-metadata-endpoint';
import { endBlockingSession } from './end-blocking-session';
import { endForeignSessions } from './end-foreign-sessions';
import { endIdleSessions } from './end-idle-sessions';
import { endWhatTakesMemory } from './end-what-takes-memory';
import { findLastArchive } from './find-last-archive';
import { forgetEarlierCopies } from './forget-earlier-copies';
import { growFileSystem } from './grow-file-system';
import { importMonitorMap } from './import-monitor-map';
import { installPackages } from './install-packages';
import { installVersion } from './install-version';
import { introduceBastion } from './introduce-bastion';
import { isolateInstance } from './isolate-instance';
import { exportOldData } from './export-old-data';
import { importDatabases } from './import-databases';
import { importDirectory } from './import-directory';
import { importHome } from './import-home';
import { killUnit } from './kill-unit';
import { liftBans } from './lift-bans';
import { listBans } from './list-bans';
import { listClients } from './list-clients';
import { listDamagedFiles } from './list-damaged-files';
import { listDamagedPacks } from './list-damaged-packs';
import { listForeignSessions } from './list-foreign-sessions';
import { listRefusedClients } from './list-refused-clients';
import { listUndeclaredAccounts } from './list-undeclared-accounts';
import { listUndeclaredPorts } from './list-undeclared-ports';
import { logInAndRead } from './log-in-and-read';
import { modifyVolume } from './modify-volume';
import { mountDataVolume } from './mount-data-volume';
import { mountRestoredVolume } from './mount-restored-volume';
import { openOffSiteStore } from './open-off-site-store';
import { promoteRestoredVolume } from './promote-restored-volume';
import { purgeBinaryLogs } from './purge-binary-logs';
import { putBackPackages } from './put-back-packages';
import { putRestoredVolumesInPlace } from './put-restored-volumes-in-place';
import { rebootInstance } from './reboot-instance';
import { rebuildIndex } from './rebuild-index';
import { rebuildOffSiteIndex } from './rebuild-off-site-index';
import { reloadUnit } from './reload-unit';
import { removeBranch } from './remove-branch';
import { removeIndex } from './remove-index';
import { removeRestoredVolume } from './remove-restored-volume';
import { removeStaleFiles } from './remove-stale-files';
import { removeTemporaryFiles } from './remove-temporary-files';
import { removeUndeclaredTables } from './remove-undeclared-tables';
import { renewSecrets } from './renew-secrets';
import { repairFileSystem } from './repair-file-system';
import { replaceInstance } from './replace-instance';
import { replaceInstances } from './replace-instances';
import { replayBinaryLogs } from './replay-binary-logs';
import { restoreDatabase } from './restore-database';
import { resetFailedLogIns } from './reset-failed-log-ins';
import { checkOutdatedPrograms, restartOutdatedUnits } from './restart-outdated-units';
import { restartUnit } from './restart-unit';
import { restoreNetworkAcl } from './restore-network-acl';
import { restorePreviousVersion } from './restore-previous-version';
import { restoreSecurityGroup } from './restore-security-group';
import { restoreVolumes } from './restore-volumes';
import { rotateAdministratorKey } from './rotate-administrator-key';
import { scanFromOutside } from './scan-from-outside';
import { setDamagedPacksAside } from './set-damaged-packs-aside';
import { snapshotBeforeMigration } from './snapshot-before-migration';
import { snapshotDataVolumes } from './snapshot-data-volumes';
import { snapshotForForensics } from './snapshot-for-forensics';
import { startApplications } from './start-applications';
import { startInstance } from './start-instance';
import { startSecondServer } from './start-second-server';
import { startUnit } from './start-unit';
import { stopApplications } from './stop-applications';
import { stopInstanceByForce } from './stop-instance-by-force';
import { stopSecondServer } from './stop-second-server';
import { stopUndeclaredListeners } from './stop-undeclared-listeners';
import { terminateInstance } from './terminate-instance';
import { stopUnit } from './stop-unit';
import { truncateLargestLog } from './truncate-largest-log';
import { tryMetadataFromOutside } from './try-metadata-from-outside';
import { unmountDataVolume } from './unmount-data-volume';
import { waitForCommits } from './wait-for-commits';
import { waitForModification } from './wait-for-modification';
import { waitUntilApplicationsServe } from './wait-until-applications-serve';
import { waitUntilMonitorSeesAll } from './wait-until-monitor-sees-all';
import { waitUntilRunning } from './wait-until-running';

const all: readonly AnyAction[] = [
  applyConfiguration,
  associateAddress,
  attachDataVolume,
  attachRestoredVolume,
  bootForTheFirstTime,
  changeDatabasePassword,
  checkAnswer,
  checkApplicationDirectly,
  checkArchives,
  checkBinaryLogs,
  checkCertificate,
  checkCharacterization,
  checkConnection,
  checkContent,
  checkDatabasePassword,
  checkDataVolumes,
  checkDirectoryChange,
  checkDirectoryMap,
  checkDiskUsage,
  checkElasticAddress,
  checkFileSystem,
  checkInstanceStatus,
  checkKeyIsRefused,
  checkMetadataEndpoint,
  checkMonitored,
  checkName,
  checkNobodyGotIn,
  checkNoTries,
  checkOffSiteCopy,
  checkOutdatedPrograms,
  checkPackages,
  checkPacketLoss,
  checkRoundTrip,
  checkRunAnew,
  checkSshGreeting,
  checkRepository,
  checkRevocation,
  checkSearch,
  checkStatus,
  checkMigratedFiles,
  checkMigratedRows,
  checkOldData,
  checkUnit,
  checkVersion,
  checkVolumes,
  checkVolumeStatus,
  collectLog,
  compareConfiguration,
  compareMonitorMap,
  compareNetworkAcl,
  compareSecurityGroup,
  confirmInstanceGone,
  confirmInstancesGone,
  confirmInstanceStopped,
  confirmVolumeFree,
  confirmVolumeLost,
  copyArchiveOffSite,
  copyBranchBack,
  copyDamagedFiles,
  copyObjectsBack,
  copyRowsBack,
  copyTableBack,
  createVolumeFromSnapshot,
  createVolumeThatMounts,
  deleteOldArchives,
  deleteQueueingDiscipline,
  denyAddress,
  detachDataVolumeByForce,
  dumpDatabase,
  dropUndeclaredAccounts,
  enableMetadataEndpoint,
  endBlockingSession,
  endForeignSessions,
  endIdleSessions,
  endWhatTakesMemory,
  findLastArchive,
  forgetEarlierCopies,
  growFileSystem,
  importMonitorMap,
  installPackages,
  installVersion,
  introduceBastion,
  isolateInstance,
  exportOldData,
  importDatabases,
  importDirectory,
  importHome,
  killUnit,
  liftBans,
  listBans,
  listClients,
  listDamagedFiles,
  listDamagedPacks,
  listForeignSessions,
  listRefusedClients,
  listUndeclaredAccounts,
  listUndeclaredPorts,
  logInAndRead,
  modifyVolume,
  mountDataVolume,
  mountRestoredVolume,
  openOffSiteStore,
  promoteRestoredVolume,
  purgeBinaryLogs,
  putBackPackages,
  putRestoredVolumesInPlace,
  rebootInstance,
  rebuildIndex,
  rebuildOffSiteIndex,
  reloadUnit,
  removeBranch,
  removeIndex,
  removeRestoredVolume,
  removeStaleFiles,
  removeTemporaryFiles,
  removeUndeclaredPackages,
  removeUndeclaredTables,
  renewSecrets,
  repairFileSystem,
  replaceInstance,
  replaceInstances,
  replayBinaryLogs,
  restoreDatabase,
  resetFailedLogIns,
  restartOutdatedUnits,
  restartUnit,
  restoreNetworkAcl,
  restorePreviousVersion,
  restoreSecurityGroup,
  restoreVolumes,
  rotateAdministratorKey,
  scanFromOutside,
  setDamagedPacksAside,
  snapshotBeforeMigration,
  tryMetadataFromOutside,
  snapshotDataVolumes,
  snapshotForForensics,
  startApplications,
  startInstance,
  startSecondServer,
  startUnit,
  stopApplications,
  stopInstanceByForce,
  stopSecondServer,
  stopUndeclaredListeners,
  terminateInstance,
  stopUnit,
  truncateLargestLog,
  unmountDataVolume,
  waitForCommits,
  waitForModification,
  waitUntilApplicationsServe,
  waitUntilMonitorSeesAll,
  waitUntilRunning,
];

/** Every action that a runbook may name. */
export const actions: ReadonlyMap<string, AnyAction> = new Map(all.map((action) => [action.name, action]));
