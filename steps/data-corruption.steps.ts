import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

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
  'the table {word} of the database {word} is dropped',
  function (this: DrillWorld, table: string, database: string) {
    return this.drill.inject('drop-table', 'mysql', { database, table });
  },
);

When('the database of {instance} is damaged', function (this: DrillWorld, instance: string) {
  return this.drill.inject('damage-database', instance);
});

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

When(
  'the data volume of {instance} is lost, and its last snapshot holds a damaged file system',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('delete-damaged-volume', instance);
  },
);
