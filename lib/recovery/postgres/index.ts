export { PGDATA } from './config';
export { postgresJobs } from './jobs';
export { postgresServer } from './server';
