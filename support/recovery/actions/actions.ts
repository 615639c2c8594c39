import type { AnyAction } from './action';
import { applyConfiguration } from './apply-configuration';
import { mountArchiveOfAnother, removeArchiveOfAnother } from './archive-of-another';
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
import { checkEgress } from './check-egress';
import { checkElasticAddress } from './check-elastic-address';
import { checkFileSystem } from './check-file-system';
import { checkImage } from './check-image';
import { checkImageOfInstance } from './check-image-of-instance';
import { checkInstanceStatus } from './check-instance-status';
import { checkKeyIsRefused } from './check-key-is-refused';
import { checkMetadataEndpoint } from './check-metadata-endpoint';
import { checkMigratedFiles } from './check-migrated-files';
import { checkMigratedRows } from './check-migrated-rows';
import { checkMonitored } from './check-monitored';
import { checkName } from './check-name';
import { checkNoTries } from './check-no-tries';
import { checkNobodyGotIn } from './check-nobody-got-in';
import { checkNothingHalfCopied } from './check-nothing-half-copied';
import { checkOffSiteCopy } from './check-off-site-copy';
import { checkOldData } from './check-old-data';
import { checkPackages } from './check-packages';
import { checkPacketLoss } from './check-packet-loss';
import { checkPersonalData } from './check-personal-data';
import { checkRefreshedContent } from './check-refreshed-content';
import { checkRepository } from './check-repository';
import { checkRevocation } from './check-revocation';
import { checkRoundTrip } from './check-round-trip';
import { checkRunAnew } from './check-run-anew';
import { checkScrubRules } from './check-scrub-rules';
import { checkSearch } from './check-search';
import { checkSshGreeting } from './check-ssh-greeting';
import { checkStatus } from './check-status';
import { checkUnit } from './check-unit';
import { checkVersion } from './check-version';
import { checkVolumeStatus } from './check-volume-status';
import { checkVolumes } from './check-volumes';
import { cleanUpResticCache } from './clean-up-restic-cache';
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
import { deleteReplacedVolumes } from './delete-replaced-volumes';
import { denyAddress } from './deny-address';
import { detachDataVolumeByForce } from './detach-data-volume-by-force';
import { dropUndeclaredAccounts } from './drop-undeclared-accounts';
import { dumpDatabase } from './dump-database';
import { enableMetadataEndpoint } from './enable-metadata-endpoint';
import { endBlockingSession } from './end-blocking-session';
import { endForeignSessions } from './end-foreign-sessions';
import { endIdleSessions } from './end-idle-sessions';
import { endWhatTakesMemory } from './end-what-takes-memory';
import { exportOldData } from './export-old-data';
import { findLastArchive } from './find-last-archive';
import { forgetEarlierCopies } from './forget-earlier-copies';
import { growFileSystem } from './grow-file-system';
import { importDatabases } from './import-databases';
import { importDirectory } from './import-directory';
import { importHome } from './import-home';
import { importMonitorMap } from './import-monitor-map';
import { importScrubbedDatabases } from './import-scrubbed-databases';
import { importScrubbedDirectory } from './import-scrubbed-directory';
import { importScrubbedFiles } from './import-scrubbed-files';
import { installPackages } from './install-packages';
import { installVersion } from './install-version';
import { introduceBastion } from './introduce-bastion';
import { isolateInstance } from './isolate-instance';
import { killUnit } from './kill-unit';
import { liftBans } from './lift-bans';
import { listBans } from './list-bans';
import { listClients } from './list-clients';
import { listDamagedFiles } from './list-damaged-files';
import { listDamagedPacks } from './list-damaged-packs';
import { listForeignSessions } from './list-foreign-sessions';
import { listPeople } from './list-people';
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
import { endRefresh, snapshotBeforeRefresh } from './refresh-mark';
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
import { resetFailedLogIns } from './reset-failed-log-ins';
import { checkOutdatedPrograms, restartOutdatedUnits } from './restart-outdated-units';
import { restartUnit } from './restart-unit';
import { restoreDatabase } from './restore-database';
import { restoreNetworkAcl } from './restore-network-acl';
import { restorePreviousVersion } from './restore-previous-version';
import { restoreSecurityGroup } from './restore-security-group';
import { restoreVolumes } from './restore-volumes';
import { rotateAdministratorKey } from './rotate-administrator-key';
import { scanFromOutside } from './scan-from-outside';
import { searchImage } from './search-image';
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
import { stopUnit } from './stop-unit';
import { terminateInstance } from './terminate-instance';
import { truncateLargestLog } from './truncate-largest-log';
import { tryMetadataFromOutside } from './try-metadata-from-outside';
import { unmountDataVolume } from './unmount-data-volume';
import { waitForCommits } from './wait-for-commits';
import { waitForModification } from './wait-for-modification';
import { waitUntilApplicationsServe } from './wait-until-applications-serve';
import { waitUntilMonitorSeesAll } from './wait-until-monitor-sees-all';
import { waitUntilRunning } from './wait-until-running';
import { writeTestContent } from './write-test-content';

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
