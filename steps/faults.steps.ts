import { Given, When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When('{system} is killed in the middle of writes', function (this: DrillWorld, instance: string) {
  return this.drill.inject('kill-application', instance);
});

When('somebody has let out all connections of the host of {system}', function (this: DrillWorld, on: string) {
  return this.drill.inject('allow-egress', on);
});

When('{system} hangs in the middle of writes', function (this: DrillWorld, instance: string) {
  return this.drill.inject('hang-application', instance);
});

When('the data volume of {instance} fills to the last byte', function (this: DrillWorld, instance: string) {
  return this.drill.inject('fill-volume', instance);
});

When('{int} stored files of {system} change on disk', function (this: DrillWorld, files: number, on: string) {
  return this.drill.inject('corrupt-files', on, { files: String(files) });
});

When('{int} files of the off-site store change on disk', function (this: DrillWorld, files: number) {
  return this.drill.inject('corrupt-files', 'offsite', { files: String(files) });
});

When(
  '{int} objects of the configuration repository change on disk',
  function (this: DrillWorld, files: number) {
    return this.drill.inject('corrupt-files', 'bastion', { files: String(files) });
  },
);

When(
  'the network from {instance} to {instance} is blocked',
  function (this: DrillWorld, from: string, to: string) {
    return this.drill.inject('block-network', to, { from });
  },
);

When('the instance of {instance} loses its power', function (this: DrillWorld, instance: string) {
  return this.drill.inject('cut-power', instance);
});

When('the instance of {instance} is lost', function (this: DrillWorld, instance: string) {
  return this.drill.inject('terminate-instance', instance);
});

When(
  'the security group of {instance} lets nobody in to its port',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('revoke-ingress', instance);
  },
);

When(
  'the instances of {instances} are deleted with all that was kept of them',
  function (this: DrillWorld, [first = '', ...others]: readonly string[]) {
    return this.drill.inject('delete-with-backups', first, { and: others.join(' ') });
  },
);

When(
  'the monitor is told to ask {device} at port {int}',
  function (this: DrillWorld, device: string, port: number) {
    return this.drill.inject('change-monitor-map', 'monitor', { device, port: String(port) });
  },
);

When('the configuration of {system} is changed by hand', function (this: DrillWorld, instance: string) {
  return this.drill.inject('drift-configuration', instance);
});

When('the instance of {instance} is stopped by mistake', function (this: DrillWorld, instance: string) {
  return this.drill.inject('stop-instance', instance);
});

When('the data volume of {instance} is detached by force', function (this: DrillWorld, instance: string) {
  return this.drill.inject('detach-volume', instance);
});

When('a bad configuration of {system} is rolled out', function (this: DrillWorld, instance: string) {
  return this.drill.inject('change-configuration', instance);
});

When(
  "{system} cannot reach {system}'s port {int}",
  function (this: DrillWorld, from: string, to: string, port: number) {
    return this.drill.inject('blackhole-port', to, { port: String(port), from });
  },
);

When(
  'the table {word} of the database {word} is dropped',
  function (this: DrillWorld, table: string, database: string) {
    return this.drill.inject('drop-table', 'mysql', { database, table });
  },
);

When('the database of {instance} is damaged', function (this: DrillWorld, instance: string) {
  return this.drill.inject('damage-database', instance);
});

When('ransomware encrypts the files of the off-site store', function (this: DrillWorld) {
  return this.drill.inject('encrypt-files', 'offsite');
});

When("ransomware encrypts Alfresco's content store", function (this: DrillWorld) {
  return this.drill.inject('encrypt-files', 'alfresco');
});

When(
  'the instances of {instance} and {instance} are lost at once',
  function (this: DrillWorld, instance: string, other: string) {
    return this.drill.inject('terminate-instance', instance, { with: other });
  },
);

When(
  'the instance of {instance} is lost, and the one in its place has no metadata service',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('run-without-metadata', instance);
  },
);

When('the data volume of {instance} is lost for good', function (this: DrillWorld, instance: string) {
  return this.drill.inject('delete-volume', instance);
});

When(
  'the instance of {instance} is rebooted and does not come up',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('break-boot', instance);
  },
);

When('the sshd of {instance} hangs', function (this: DrillWorld, instance: string) {
  return this.drill.inject('hang-sshd', instance);
});

When('the instance of {instance} hangs', function (this: DrillWorld, instance: string) {
  return this.drill.inject('hang-instance', instance);
});

When(
  'every access to the data volume of {instance} ends in an I\\/O error',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('shut-down-file-system', instance);
  },
);

When(
  'the I\\/O of the data volume of {instance} is paused for {int} minutes',
  function (this: DrillWorld, instance: string, minutes: number) {
    return this.drill.inject('pause-volume-io', instance, { minutes: String(minutes) });
  },
);

When(
  'on {instance} the name {instance} leads to {address}',
  function (this: DrillWorld, instance: string, name: string, address: string) {
    return this.drill.inject('misdirect-name', instance, { name, address });
  },
);

When('the subnet of {instance} is isolated', function (this: DrillWorld, instance: string) {
  return this.drill.inject('disrupt-connectivity', instance);
});

When(
  '{int} percent of the packets to {instance} are lost',
  function (this: DrillWorld, percent: number, instance: string) {
    return this.drill.inject('network-packet-loss', instance, { lossPercent: String(percent) });
  },
);

When(
  'every packet that {instance} sends is {int} milliseconds late',
  function (this: DrillWorld, instance: string, delay: number) {
    return this.drill.inject('network-latency', instance, { DelayMilliseconds: String(delay) });
  },
);

When(
  '{instance} has a bandwidth of {int} kilobits a second',
  function (this: DrillWorld, instance: string, kilobits: number) {
    return this.drill.inject('limit-bandwidth', instance, { kilobitsPerSecond: String(kilobits) });
  },
);

When('{system} is cut off from everybody but the bastion', function (this: DrillWorld, instance: string) {
  return this.drill.inject('isolate-instance', instance);
});

When('the index of {system} is damaged on disk', function (this: DrillWorld, instance: string) {
  return this.drill.inject('damage-index', instance);
});

When('{system} is killed and started again at once', function (this: DrillWorld, instance: string) {
  return this.drill.inject('restart-after-crash', instance);
});

When('a defective version of {system} is installed', function (this: DrillWorld, instance: string) {
  return this.drill.inject('install-bad-version', instance);
});

When(
  "somebody outside tries keys at the bastion's SSH, {int} times",
  function (this: DrillWorld, tries: number) {
    return this.drill.inject('guess-ssh-keys', 'bastion', { tries: String(tries) });
  },
);

When(
  'somebody outside holds {int} connections to the web server',
  function (this: DrillWorld, connections: number) {
    return this.drill.inject('hold-connections', 'web', { connections: String(connections) });
  },
);

When(
  "somebody with an administrator's key leaves a back door on the instance of {instance}",
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('plant-back-door', instance);
  },
);

When('somebody defaces the start page', function (this: DrillWorld) {
  return this.drill.inject('alter-file', 'web', { change: 'start-page-is-defaced' });
});

When('the web server is made to allow TLS 1.0', function (this: DrillWorld) {
  return this.drill.inject('alter-file', 'web', { change: 'old-tls-is-allowed' });
});

When('the web server forwards to the metadata service of its instance', function (this: DrillWorld) {
  return this.drill.inject('alter-file', 'web', { change: 'metadata-is-forwarded' });
});

When("the web server's certificate ends", function (this: DrillWorld) {
  return this.drill.inject('expire-certificate', 'web');
});

When("the web server's certificate is revoked", function (this: DrillWorld) {
  return this.drill.inject('revoke-certificate', 'web');
});

When('the directory is opened to whoever asks', function (this: DrillWorld) {
  return this.drill.inject('alter-file', 'ldap', { change: 'directory-is-opened' });
});

When(
  'something listens on port {int} of {instance} that nobody declared',
  function (this: DrillWorld, port: number, instance: string) {
    return this.drill.inject('open-port', instance, { port: String(port) });
  },
);

When(
  'the package {word} is installed on {system} by hand',
  function (this: DrillWorld, name: string, instance: string) {
    return this.drill.inject('install-package', instance, { name });
  },
);

When(
  'the account {word} is made on {system}, with its name for a password',
  function (this: DrillWorld, account: string, instance: string) {
    return this.drill.inject('add-account', instance, { account });
  },
);

When(
  "somebody outside tries {int} passwords at {system}'s log-in",
  function (this: DrillWorld, tries: number, instance: string) {
    return this.drill.inject('guess-passwords', instance, { tries: String(tries) });
  },
);

When(
  'a session that was left open locks the table {word} of the database {word}',
  function (this: DrillWorld, table: string, database: string) {
    return this.drill.inject('lock-table', 'mysql', { database, table });
  },
);

When('idle sessions take every connection of {instance}', function (this: DrillWorld, instance: string) {
  return this.drill.inject('exhaust-connections', instance);
});

When(
  '{int} processes take {int} % of the memory of {instance}',
  function (this: DrillWorld, workers: number, percent: number, instance: string) {
    const parameters = { Percent: String(percent), Workers: String(workers), DurationSeconds: '600' };
    return this.drill.inject('memory-stress', instance, parameters);
  },
);

When(
  'the data volume of {instance} fills to {int} %',
  function (this: DrillWorld, instance: string, percent: number) {
    return this.drill.inject('fill-volume', instance, { Percent: String(percent) });
  },
);

When(
  'a batch job fills the data volume of {instance} to {int} % with binary logs',
  function (this: DrillWorld, instance: string, percent: number) {
    return this.drill.inject('write-binary-logs', instance, { percent: String(percent) });
  },
);

When('a closed binary log of {instance} is damaged', function (this: DrillWorld, instance: string) {
  return this.drill.inject('damage-binary-log', instance);
});

When(
  'the configuration file of {system} holds only zero bytes',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('zero-configuration', instance);
  },
);

When('the branch {word} of the directory is deleted', function (this: DrillWorld, dn: string) {
  return this.drill.inject('delete-branch', 'ldap', { dn });
});

When(
  "somebody outside deletes all issues of the project {word} with Jira's stolen password of the database",
  function (this: DrillWorld, key: string) {
    const where = `PROJECT = (SELECT ID FROM project WHERE pkey = '${key}')`;
    const rows = { database: 'jira', table: 'jiraissue', where };
    return this.drill.inject('delete-rows-from-outside', 'mysql', rows);
  },
);

When('all issues of the project {word} are deleted', function (this: DrillWorld, key: string) {
  const where = `PROJECT = (SELECT ID FROM project WHERE pkey = '${key}')`;
  return this.drill.inject('delete-rows', 'mysql', { database: 'jira', table: 'jiraissue', where });
});

When(
  'the superblock of the data volume of {instance} is damaged',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('damage-superblock', instance);
  },
);

Given('the address that people know leads to the old host', function (this: DrillWorld) {
  return this.drill.inject('associate-address', 'web', { to: 'legacy' });
});

When(
  'what was left of checks fills the room of the copy off site on {instance}',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('fill-volume', instance, { volume: 'archive-staging' });
  },
);

When('no copy was stored off site for {int} hours', function (this: DrillWorld, hours: number) {
  return this.drill.inject('age-off-site-copy', 'offsite', { hours: String(hours) });
});

Given("the old host's data have {badData}", function (this: DrillWorld, what: string) {
  return this.drill.inject('spoil-old-data', 'legacy', { what });
});

When('the data volume of {instance} runs out of inodes', function (this: DrillWorld, instance: string) {
  return this.drill.inject('exhaust-inodes', instance);
});

When('a log fills the root volume of {instance}', function (this: DrillWorld, instance: string) {
  return this.drill.inject('fill-volume', instance, { volume: 'root' });
});

When('the branch {word} fills the directory', function (this: DrillWorld, dn: string) {
  return this.drill.inject('fill-directory', 'ldap', { dn });
});

When('{system} is started before {system}', function (this: DrillWorld, instance: string, database: string) {
  return this.drill.inject('start-too-early', instance, { database });
});

When(
  'the data volume of {instance} is lost, and its last snapshot holds a damaged file system',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('delete-damaged-volume', instance);
  },
);
