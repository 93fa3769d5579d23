package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.countersign.testing.TimeMachine;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets the year pass: the clock moves to whatever is next, a timer or a person, until no case is open. */
final class Year {

    /** Nothing in the review lasts as long after the last application. */
    private static final Duration LONGEST_CASE = Duration.ofDays(900);

    private final TimeMachine time;
    private final Agenda agenda;
    private final Feed feed;
    private final Applicants applicants;
    private final Offices offices;
    private final JdbcClient db;
    private final Map<String, SimulatedCase> cases;

    Year(TimeMachine time, Agenda agenda, Feed feed, Applicants applicants, Offices offices, JdbcClient db) {
        this.time = time;
        this.agenda = agenda;
        this.feed = feed;
        this.applicants = applicants;
        this.offices = offices;
        this.db = db;
        this.cases = applicants.cases();
    }

    /** How many steps people took. */
    int pass(int applications, Duration length) {
        Instant latest = time.now().plus(length).plus(LONGEST_CASE);
        applicants.plan(applications, length);
        int steps = 0;
        Instant report = time.now();
        while (agenda.next().isPresent() || isAnyOpen()) {
            if (time.now().isAfter(latest)) {
                throw new IllegalStateException("Cases are still open: " + open());
            }
            moveTo(agenda.next().orElse(time.now().plus(Duration.ofDays(1))));
            tellNews();
            if (time.now().isAfter(report)) {
                report = time.now().plus(Duration.ofDays(30));
                System.out.printf("%tF: %,d applications so far%n", Date.from(time.now()), cases.size());
            }
            steps += agenda.runUntil(time.now());
            tellNews();
        }
        time.runDueJobs();
        return steps;
    }

    private void moveTo(Instant moment) {
        Duration ahead = Duration.between(time.now(), moment);
        if (ahead.isNegative()) {
            time.runDueJobs();
        } else {
            time.advance(ahead);
        }
    }

    private void tellNews() {
        for (Feed.Fact fact : feed.facts()) {
            SimulatedCase of = cases.get(fact.reference());
            if (of != null) {
                applicants.learn(fact, of);
                offices.learn(fact, of);
            }
        }
        for (Feed.OpenTask task : feed.tasks()) {
            SimulatedCase of = cases.get(task.reference());
            if (of != null) {
                offices.meet(task, of);
            }
        }
    }

    private boolean isAnyOpen() {
        return !open().isEmpty();
    }

    /** By their references: a case is open as long as one of its processes runs. */
    private List<String> open() {
        return db
                .sql(
                        """
                SELECT DISTINCT e.business_key_ FROM act_ru_execution e JOIN act_re_procdef d ON d.id_ = e.proc_def_id_
                WHERE e.parent_id_ IS NULL AND d.key_ NOT IN ('license-monitoring', 'notice-delivery', 'screening-refresh')
                  AND e.business_key_ IS NOT NULL""")
                .query(String.class)
                .list()
                .stream()
                .filter(cases::containsKey)
                .sorted()
                .toList();
    }
}
