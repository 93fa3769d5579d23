package org.countersign.workflow;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Starts the processes of a case. Each carries the application's reference as its business key. */
@Component
public class Cases {

    private final RuntimeService runtime;

    Cases(@Lazy RuntimeService runtime) {
        this.runtime = runtime;
    }

    public void startReview(String reference, String applicationId, String caseTitle) {
        runtime.startProcessInstanceByKey(
                AccessReview.KEY,
                reference,
                Map.of(AccessReview.APPLICATION_ID, applicationId, AccessReview.CASE_TITLE, caseTitle));
    }

    public void startMonitoring(
            String reference, String licenseId, String caseTitle, String riskBand, Instant expiresOn) {
        runtime.startProcessInstanceByKey(
                LicenseMonitoring.KEY,
                reference,
                Map.of(
                        LicenseMonitoring.LICENSE_ID, licenseId,
                        AccessReview.CASE_TITLE, caseTitle,
                        AccessReview.RISK_BAND, riskBand,
                        LicenseMonitoring.EXPIRES_ON, Date.from(expiresOn)));
    }

    public void startNoticeDelivery(String reference, String noticeId) {
        runtime.startProcessInstanceByKey(NoticeDelivery.KEY, reference, Map.of(NoticeDelivery.NOTICE_ID, noticeId));
    }
}
