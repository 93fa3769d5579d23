package org.countersign.database;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.util.StringUtils;

/** Says on standard error why the start failed, in as many words as that takes. */
class PlainFailureReport implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        System.err.println(analysis.getDescription());
        if (StringUtils.hasText(analysis.getAction())) {
            System.err.println(analysis.getAction());
        }
    }
}
