import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When('ransomware encrypts the files of the off-site store', function (this: DrillWorld) {
  return this.drill.inject('encrypt-files', 'offsite');
});

When("ransomware encrypts Alfresco's content store", function (this: DrillWorld) {
  return this.drill.inject('encrypt-files', 'alfresco');
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
  "somebody outside deletes all issues of the project {word} with Jira's stolen password of the database",
  function (this: DrillWorld, key: string) {
    const where = `PROJECT = (SELECT ID FROM project WHERE pkey = '${key}')`;
    const rows = { database: 'jira', table: 'jiraissue', where };
    return this.drill.inject('delete-rows-from-outside', 'mysql', rows);
  },
);
