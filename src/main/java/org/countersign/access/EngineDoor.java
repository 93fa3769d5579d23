package org.countersign.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import org.countersign.workflow.ModelsInForce;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * What staff may ask of the engine, over {@code /engine-rest} and through Tasklist alike: read, within
 * their rights, and claim, give back and complete their own tasks; directors may start an emergency directive, and no
 * other process; administrators may also have a failed job tried again; process owners may propose models, over
 * {@code /engine-rest} only. Everything else the engine offers
 * (changing instances and variables, deploying, deleting history, messages, migration, creating users) is
 * closed to everybody.
 */
final class EngineDoor {

    private EngineDoor() {}

    static void open(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            String engine) {
        if (engine.equals(EngineRestSecurity.PATH)) {
            // What is deployed there is kept as a proposal; the engine does not hear of it.
            requests.requestMatchers(POST, ModelsInForce.PROPOSED_AT).hasAuthority(StaffGroups.PROCESS_OWNERS);
        }
        requests.requestMatchers(engine + "/metrics/**", engine + "/telemetry/**", engine + "/schema/**")
                .denyAll()
                .requestMatchers(GET, engine + "/**")
                .authenticated()
                .requestMatchers(HEAD, engine + "/**")
                .authenticated()
                .requestMatchers(OPTIONS, engine + "/**")
                .authenticated()
                .requestMatchers(
                        POST,
                        engine + "/task",
                        engine + "/task/count",
                        engine + "/process-instance",
                        engine + "/process-instance/count",
                        engine + "/history/process-instance",
                        engine + "/history/process-instance/count",
                        engine + "/history/task",
                        engine + "/history/task/count",
                        engine + "/job",
                        engine + "/job/count",
                        engine + "/filter/*/list",
                        engine + "/filter/*/count",
                        engine + "/task/*/claim",
                        engine + "/task/*/unclaim",
                        engine + "/task/*/complete",
                        engine + "/task/*/submit-form")
                .authenticated()
                // Tasklist names the process by its id, which begins with its key.
                .requestMatchers(
                        POST,
                        engine + "/process-definition/key/emergency-directive/submit-form",
                        engine + "/process-definition/{id:emergency-directive:.+}/submit-form")
                .hasAnyAuthority(StaffGroups.directors().toArray(String[]::new))
                // Trying a failed job again, a mail for one, changes no decision.
                .requestMatchers(PUT, engine + "/job/*/retries")
                .hasAuthority(StaffGroups.ADMINISTRATORS)
                .requestMatchers(engine + "/**")
                .denyAll();
    }
}
