import { type BlueGreenPlan, OLD_SET_STAYS_SECONDS, previewName, type Workload } from '../../model';
import type { AnalysisReference } from './objectives-analysis';

/**
 * The preview is as large as the active set before anything is switched. It is judged after the switch, by the traffic
 * of everybody: before it there is none to judge by. A missed objective switches back.
 */
export const blueGreenStrategy = ({ name }: Workload, { autoPromoteSeconds }: BlueGreenPlan, analysis: AnalysisReference | undefined) => ({
  activeService: name,
  previewService: previewName(name),
  autoPromotionEnabled: false,
  ...(autoPromoteSeconds === undefined ? {} : { autoPromotionSeconds: autoPromoteSeconds }),
  maxUnavailable: 0,
  scaleDownDelaySeconds: OLD_SET_STAYS_SECONDS,
  ...(analysis ? { postPromotionAnalysis: analysis } : {}),
});
