import { Construct } from 'constructs';
import { type MeshPlan, migrationOf, type Workload } from '../model';
import { AmbientAccess } from './ambient';
import { ApiRoutes } from './gateway-api';
import { PlaintextPorts } from './plaintext-ports';
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
    const { arrival, ports, migration } = workload;
    if (arrival) {
      new AmbientAccess(this, 'Access', { workload, mesh });
    } else {
      new ServiceScope(this, 'Scope', { workload, mesh });
      // What runs before a new version calls what the service calls.
      if (migration) new ServiceScope(this, 'MigrationScope', { workload: migrationOf(workload, migration), mesh });
      new ServiceAccess(this, 'Access', { workload, mesh });
    }
    if (mesh.plaintext.length > 0) new PlaintextPorts(this, 'Plaintext', { workload, plaintext: mesh.plaintext });
    if (ports.length === 0) return;
    // Without a waypoint only the gateway reads how to connect.
    if (arrival !== 'pods' || mesh.gateway) new ServiceDestination(this, 'Destination', { workload, mesh });
    if (!mesh.requestPort) return;
    if (mesh.routes === 'gatewayApi') new ApiRoutes(this, 'Routes', { workload, mesh });
    else new ServiceRoutes(this, 'Routes', { workload, mesh });
  }
}
