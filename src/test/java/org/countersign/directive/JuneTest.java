package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The evening of 12 June with a few licenses; {@link TwelfthOfJune} plays it with many. */
@CountersignTest
class JuneTest {

    @Autowired
    private LabApi api;

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Clock clock;

    @Value("${countersign.public-url:http://localhost:${server.port:8080}}")
    private String issuer;

    @Test
    void everyLicenseGivesTheRightAnswerAtEachMoment() {
        assertThat(new June(api, desk, time, clock, issuer, 60).plays()).isZero();
    }
}
