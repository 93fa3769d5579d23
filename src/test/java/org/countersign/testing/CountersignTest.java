package org.countersign.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The whole application on a real PostgreSQL, one for all tests; time stands still unless a test moves it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.demo=true",
            "countersign.clock=test",
            "camunda.bpm.job-execution.enabled=false",
            "countersign.directives.heartbeat=PT24H",
            "countersign.green-lights.heartbeat=0s",
            "countersign.webhooks.dispatch=false",
            "countersign.sign-in.tries=40",
            "countersign.sign-in.account-tries=1000000",
            "countersign.sign-in.address-tries=1000000",
            "countersign.requests.address-per-minute=1000000000",
            "countersign.journal.background=false",
            "spring.mail.host=127.0.0.1",
            "spring.mail.properties.mail.smtp.socketFactory.class=org.countersign.testing.PromptSockets",
            "spring.mail.properties.mail.smtp.connectiontimeout=2000",
            "spring.mail.properties.mail.smtp.timeout=2000"
        })
@ContextConfiguration(initializers = TestServers.class)
@ExtendWith(EarlierCasesRest.class)
@Import({Staff.class, LabApi.class, TestCases.class, TimeMachine.class, DirectiveDesk.class})
public @interface CountersignTest {}
