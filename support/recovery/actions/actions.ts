import type { AnyAction } from './action';
import { checkApplicationDirectly } from './applications/check-application-directly';
import { checkContent } from './applications/check-content';
import { checkSearch } from './applications/check-search';
import { checkStatus } from './applications/check-status';
import { checkVersion } from './applications/check-version';
import { copyDamagedFiles } from './applications/copy-damaged-files';
import { installVersion } from './applications/install-version';
import { listDamagedFiles } from './applications/list-damaged-files';
import { logInAndRead } from './applications/log-in-and-read';
import { rebuildIndex } from './applications/rebuild-index';
import { removeIndex } from './applications/remove-index';
import { restorePreviousVersion } from './applications/restore-previous-version';
import { startApplications } from './applications/start-applications';
import { stopApplications } from './applications/stop-applications';
import { waitUntilApplicationsServe } from './applications/wait-until-applications-serve';
import { waitUntilRunning } from './applications/wait-until-running';
import { writeTestContent } from './applications/write-test-content';
import { checkArchives } from './archives/check-archives';
import { checkDataVolumes } from './archives/check-data-volumes';
import { deleteOldArchives } from './archives/delete-old-archives';
import { findLastArchive } from './archives/find-last-archive';
import { restoreVolumes } from './archives/restore-volumes';
import { snapshotDataVolumes } from './archives/snapshot-data-volumes';
import { checkNoTries } from './attack/check-no-tries';
import { checkNobodyGotIn } from './attack/check-nobody-got-in';
import { denyAddress } from './attack/deny-address';
import { dropUndeclaredAccounts } from './attack/drop-undeclared-accounts';
import { endForeignSessions } from './attack/end-foreign-sessions';
import { isolateInstance } from './attack/isolate-instance';
import { liftBans } from './attack/lift-bans';
import { listBans } from './attack/list-bans';
import { listClients } from './attack/list-clients';
import { listForeignSessions } from './attack/list-foreign-sessions';
import { listRefusedClients } from './attack/list-refused-clients';
import { listUndeclaredAccounts } from './attack/list-undeclared-accounts';
import { listUndeclaredPorts } from './attack/list-undeclared-ports';
import { scanFromOutside } from './attack/scan-from-outside';
import { stopUndeclaredListeners } from './attack/stop-undeclared-listeners';
import { tryMetadataFromOutside } from './attack/try-metadata-from-outside';
import { applyConfiguration } from './configuration/apply-configuration';
import { checkRepository } from './configuration/check-repository';
import { compareConfiguration } from './configuration/compare-configuration';
import { copyObjectsBack } from './configuration/copy-objects-back';
import { introduceBastion } from './configuration/introduce-bastion';
import { changeDatabasePassword } from './credentials/change-database-password';
import { checkCertificate } from './credentials/check-certificate';
import { checkDatabasePassword } from './credentials/check-database-password';
import { checkKeyIsRefused } from './credentials/check-key-is-refused';
import { checkRevocation } from './credentials/check-revocation';
import { renewSecrets } from './credentials/renew-secrets';
import { resetFailedLogIns } from './credentials/reset-failed-log-ins';
import { rotateAdministratorKey } from './credentials/rotate-administrator-key';
import { checkBinaryLogs } from './databases/check-binary-logs';
import { copyRowsBack } from './databases/copy-rows-back';
import { copyTableBack } from './databases/copy-table-back';
import { dumpDatabase } from './databases/dump-database';
import { endBlockingSession } from './databases/end-blocking-session';
import { endIdleSessions } from './databases/end-idle-sessions';
import { purgeBinaryLogs } from './databases/purge-binary-logs';
import { replayBinaryLogs } from './databases/replay-binary-logs';
import { restoreDatabase } from './databases/restore-database';
import { startSecondServer } from './databases/start-second-server';
import { stopSecondServer } from './databases/stop-second-server';
import { waitForCommits } from './databases/wait-for-commits';
import { checkDirectoryChange } from './directory/check-directory-change';
import { checkDirectoryMap } from './directory/check-directory-map';
import { copyBranchBack } from './directory/copy-branch-back';
import { removeBranch } from './directory/remove-branch';
import { checkDiskUsage } from './disk-space/check-disk-usage';
import { growFileSystem } from './disk-space/grow-file-system';
import { modifyVolume } from './disk-space/modify-volume';
import { removeTemporaryFiles } from './disk-space/remove-temporary-files';
import { truncateLargestLog } from './disk-space/truncate-largest-log';
import { waitForModification } from './disk-space/wait-for-modification';
import { checkAnswer } from './hosts/check-answer';
import { checkCharacterization, removeUndeclaredPackages } from './hosts/check-characterization';
import { checkPackages } from './hosts/check-packages';
import { checkUnit } from './hosts/check-unit';
import { collectLog } from './hosts/collect-log';
import { endWhatTakesMemory } from './hosts/end-what-takes-memory';
import { installPackages } from './hosts/install-packages';
import { killUnit } from './hosts/kill-unit';
import { putBackPackages } from './hosts/put-back-packages';
import { reloadUnit } from './hosts/reload-unit';
import { removeStaleFiles } from './hosts/remove-stale-files';
import { checkOutdatedPrograms, restartOutdatedUnits } from './hosts/restart-outdated-units';
import { restartUnit } from './hosts/restart-unit';
import { startUnit } from './hosts/start-unit';
import { stopUnit } from './hosts/stop-unit';
import { bootForTheFirstTime } from './instances/boot-for-the-first-time';
import { checkImage } from './instances/check-image';
import { checkImageOfInstance } from './instances/check-image-of-instance';
import { checkInstanceStatus } from './instances/check-instance-status';
import { checkMetadataEndpoint } from './instances/check-metadata-endpoint';
import { checkRunAnew } from './instances/check-run-anew';
import { confirmInstanceGone } from './instances/confirm-instance-gone';
import { confirmInstanceStopped } from './instances/confirm-instance-stopped';
import { confirmInstancesGone } from './instances/confirm-instances-gone';
import { enableMetadataEndpoint } from './instances/enable-metadata-endpoint';
import { rebootInstance } from './instances/reboot-instance';
import { replaceInstance } from './instances/replace-instance';
import { replaceInstances } from './instances/replace-instances';
import { searchImage } from './instances/search-image';
import { startInstance } from './instances/start-instance';
import { stopInstanceByForce } from './instances/stop-instance-by-force';
import { terminateInstance } from './instances/terminate-instance';
import { checkMigratedFiles } from './migration/check-migrated-files';
import { checkMigratedRows } from './migration/check-migrated-rows';
import { checkOldData } from './migration/check-old-data';
import { exportOldData } from './migration/export-old-data';
import { importDatabases } from './migration/import-databases';
import { importDirectory } from './migration/import-directory';
import { importHome } from './migration/import-home';
import { snapshotBeforeMigration } from './migration/snapshot-before-migration';
import { checkMonitored } from './monitoring/check-monitored';
import { compareMonitorMap } from './monitoring/compare-monitor-map';
import { importMonitorMap } from './monitoring/import-monitor-map';
import { waitUntilMonitorSeesAll } from './monitoring/wait-until-monitor-sees-all';
import { associateAddress } from './network/associate-address';
import { checkConnection } from './network/check-connection';
import { checkElasticAddress } from './network/check-elastic-address';
import { checkName } from './network/check-name';
import { checkPacketLoss } from './network/check-packet-loss';
import { checkRoundTrip } from './network/check-round-trip';
import { checkSshGreeting } from './network/check-ssh-greeting';
import { compareNetworkAcl } from './network/compare-network-acl';
import { compareSecurityGroup } from './network/compare-security-group';
import { deleteQueueingDiscipline } from './network/delete-queueing-discipline';
import { removeUndeclaredTables } from './network/remove-undeclared-tables';
import { restoreNetworkAcl } from './network/restore-network-acl';
import { restoreSecurityGroup } from './network/restore-security-group';
import { checkNothingHalfCopied } from './off-site/check-nothing-half-copied';
import { checkOffSiteCopy } from './off-site/check-off-site-copy';
import { cleanUpResticCache } from './off-site/clean-up-restic-cache';
import { copyArchiveOffSite } from './off-site/copy-archive-off-site';
import { forgetEarlierCopies } from './off-site/forget-earlier-copies';
import { listDamagedPacks } from './off-site/list-damaged-packs';
import { openOffSiteStore } from './off-site/open-off-site-store';
import { rebuildOffSiteIndex } from './off-site/rebuild-off-site-index';
import { setDamagedPacksAside } from './off-site/set-damaged-packs-aside';
import { mountArchiveOfAnother, removeArchiveOfAnother } from './refresh/archive-of-another';
import { checkEgress } from './refresh/check-egress';
import { checkPersonalData } from './refresh/check-personal-data';
import { checkRefreshedContent } from './refresh/check-refreshed-content';
import { checkScrubRules } from './refresh/check-scrub-rules';
import { importScrubbedDatabases } from './refresh/import-scrubbed-databases';
import { importScrubbedDirectory } from './refresh/import-scrubbed-directory';
import { importScrubbedFiles } from './refresh/import-scrubbed-files';
import { listPeople } from './refresh/list-people';
import { endRefresh, snapshotBeforeRefresh } from './refresh/refresh-mark';
import { attachDataVolume } from './volumes/attach-data-volume';
import { attachRestoredVolume } from './volumes/attach-restored-volume';
import { checkFileSystem } from './volumes/check-file-system';
import { checkVolumeStatus } from './volumes/check-volume-status';
import { checkVolumes } from './volumes/check-volumes';
import { confirmVolumeFree } from './volumes/confirm-volume-free';
import { confirmVolumeLost } from './volumes/confirm-volume-lost';
import { createVolumeFromSnapshot } from './volumes/create-volume-from-snapshot';
import { createVolumeThatMounts } from './volumes/create-volume-that-mounts';
import { deleteReplacedVolumes } from './volumes/delete-replaced-volumes';
import { detachDataVolumeByForce } from './volumes/detach-data-volume-by-force';
import { mountDataVolume } from './volumes/mount-data-volume';
import { mountRestoredVolume } from './volumes/mount-restored-volume';
import { promoteRestoredVolume } from './volumes/promote-restored-volume';
import { putRestoredVolumesInPlace } from './volumes/put-restored-volumes-in-place';
import { removeRestoredVolume } from './volumes/remove-restored-volume';
import { repairFileSystem } from './volumes/repair-file-system';
import { snapshotForForensics } from './volumes/snapshot-for-forensics';
import { unmountDataVolume } from './volumes/unmount-data-volume';

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
  checkDataVolumes,
  checkDatabasePassword,
  checkDirectoryChange,
  checkDirectoryMap,
  checkDiskUsage,
  checkEgress,
  checkElasticAddress,
  checkFileSystem,
  checkImage,
  checkImageOfInstance,
  checkInstanceStatus,
  checkKeyIsRefused,
  checkMetadataEndpoint,
  checkMigratedFiles,
  checkMigratedRows,
  checkMonitored,
  checkName,
  checkNoTries,
  checkNobodyGotIn,
  checkNothingHalfCopied,
  checkOffSiteCopy,
  checkOldData,
  checkOutdatedPrograms,
  checkPackages,
  checkPacketLoss,
  checkPersonalData,
  checkRefreshedContent,
  checkRepository,
  checkRevocation,
  checkRoundTrip,
  checkRunAnew,
  checkScrubRules,
  checkSearch,
  checkSshGreeting,
  checkStatus,
  checkUnit,
  checkVersion,
  checkVolumeStatus,
  checkVolumes,
  cleanUpResticCache,
  collectLog,
  compareConfiguration,
  compareMonitorMap,
  compareNetworkAcl,
  compareSecurityGroup,
  confirmInstanceGone,
  confirmInstanceStopped,
  confirmInstancesGone,
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
  deleteReplacedVolumes,
  denyAddress,
  detachDataVolumeByForce,
  dropUndeclaredAccounts,
  dumpDatabase,
  enableMetadataEndpoint,
  endBlockingSession,
  endForeignSessions,
  endIdleSessions,
  endRefresh,
  endWhatTakesMemory,
  exportOldData,
  findLastArchive,
  forgetEarlierCopies,
  growFileSystem,
  importDatabases,
  importDirectory,
  importHome,
  importMonitorMap,
  importScrubbedDatabases,
  importScrubbedDirectory,
  importScrubbedFiles,
  installPackages,
  installVersion,
  introduceBastion,
  isolateInstance,
  killUnit,
  liftBans,
  listBans,
  listClients,
  listDamagedFiles,
  listDamagedPacks,
  listForeignSessions,
  listPeople,
  listRefusedClients,
  listUndeclaredAccounts,
  listUndeclaredPorts,
  logInAndRead,
  modifyVolume,
  mountArchiveOfAnother,
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
  removeArchiveOfAnother,
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
  resetFailedLogIns,
  restartOutdatedUnits,
  restartUnit,
  restoreDatabase,
  restoreNetworkAcl,
  restorePreviousVersion,
  restoreSecurityGroup,
  restoreVolumes,
  rotateAdministratorKey,
  scanFromOutside,
  searchImage,
  setDamagedPacksAside,
  snapshotBeforeMigration,
  snapshotBeforeRefresh,
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
  stopUnit,
  terminateInstance,
  truncateLargestLog,
  tryMetadataFromOutside,
  unmountDataVolume,
  waitForCommits,
  waitForModification,
  waitUntilApplicationsServe,
  waitUntilMonitorSeesAll,
  waitUntilRunning,
  writeTestContent,
];

/** Every action that a runbook may name. */
export const actions: ReadonlyMap<string, AnyAction> = new Map(all.map((action) => [action.name, action]));
