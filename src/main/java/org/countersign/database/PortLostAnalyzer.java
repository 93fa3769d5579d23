package org.countersign.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Another program took the port between our first look and the opening of the web server. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortLostAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        return new FailureAnalysis(HttpPort.inUse(cause.getPort()).getMessage(), null, cause);
    }
}
