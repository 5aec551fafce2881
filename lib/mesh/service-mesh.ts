import { Construct } from 'constructs';
import { type MeshPlan, migrationOf, type Workload } from '../model';
import { ServiceAccess } from './service-access';
import { ServiceDestination } from './service-destination';
import { ServiceRoutes } from './service-routes';
import { ServiceScope } from './service-scope';

export interface ServiceMeshProps {
  readonly workload: Workload;
  readonly mesh: MeshPlan;
}

/** What the mesh does for one workload: whom it may call, who may call it, and how. */
export class ServiceMesh extends Construct {
  constructor(scope: Construct, id: string, { workload, mesh }: ServiceMeshProps) {
    super(scope, id);
    new ServiceScope(this, 'Scope', { workload, mesh });
    // What runs before a new version calls what the service calls.
    if (workload.migration) new ServiceScope(this, 'MigrationScope', { workload: migrationOf(workload, workload.migration), mesh });
    new ServiceAccess(this, 'Access', { workload, mesh });
    if (workload.ports.length === 0) return;
    new ServiceDestination(this, 'Destination', { workload, mesh });
    if (mesh.requestPort) new ServiceRoutes(this, 'Routes', { workload, mesh });
  }
}
