package org.countersign.appeal;

import java.util.List;
import java.util.Map;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.signoff.SignOffs;
import org.springframework.stereotype.Component;

/** Asks agencies for their positions anew, because an appeal was decided so. */
@Component
class AskAgain {

    private final Applications applications;
    private final SignOffs signOffs;
    private final Journal journal;

    AskAgain(Applications applications, SignOffs signOffs, Journal journal) {
        this.applications = applications;
        this.signOffs = signOffs;
        this.journal = journal;
    }

    void agencies(FiledAppeal appeal, String ground, List<String> agencies) {
        if (agencies.isEmpty()) {
            return;
        }
        String by = appeal.ruling().decidedBy();
        journal.record(
                by,
                "agencies-asked-again",
                applications.get(appeal.applicationId()).reference(),
                Map.of("appealId", appeal.id(), "agencies", agencies));
        agencies.forEach(agency -> signOffs.reopen(appeal.applicationId(), agency, ground, by));
    }
}
