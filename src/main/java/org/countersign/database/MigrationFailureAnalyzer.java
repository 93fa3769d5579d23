package org.countersign.database;

import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** A database that cannot be brought to this version: most often its roles lack a right. */
class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, FlywayException failure) {
        String reason = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        String firstLine = reason == null
                ? failure.getClass().getSimpleName()
                : reason.lines().findFirst().orElse("");
        return new FailureAnalysis(
                "The database could not be brought to this version (" + firstLine
                        + "); the README tells which roles and rights it needs.",
                null,
                failure);
    }
}
