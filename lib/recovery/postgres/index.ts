export { postgresJobs } from './jobs';
export { postgresServer } from './server';
