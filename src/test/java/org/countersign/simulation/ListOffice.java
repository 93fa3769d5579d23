package org.countersign.simulation;

import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.countersign.testing.LabApi;

/**
 * Brings in a screening list every morning, but for some days on which nobody does: then nothing passes.
 * From the middle of the year on the list names somebody who has licenses already.
 */
final class ListOffice {

    /** Owns one customer in a hundred. */
    static final String NEWLY_LISTED = "Tarragossa Vexmoor Holding";

    private static final String HEADER =
            "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
                    + "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,"
                    + "gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
                    + "dates_of_birth,nationalities,places_of_birth,source_information_url,ids\r\n";
    private static final int COLUMNS = 29;
    private static final Duration DAY = Duration.ofDays(1);

    private final LabApi api;
    private final Agenda agenda;
    private final Tally tally;
    private final Clock clock;
    private final BooleanSupplier someoneStillApplies;

    ListOffice(LabApi api, Agenda agenda, Tally tally, Clock clock, BooleanSupplier someoneStillApplies) {
        this.api = api;
        this.agenda = agenda;
        this.tally = tally;
        this.clock = clock;
        this.someoneStillApplies = someoneStillApplies;
    }

    void plan() {
        Instant begin = clock.instant();
        morning(begin, 30);
    }

    private void morning(Instant begin, int day) {
        agenda.add("screening list", begin.plus(DAY.multipliedBy(day)), () -> {
            boolean away = day >= 100 && day < 104;
            if (!away) {
                bringIn(day >= 180);
            }
            if (someoneStillApplies.getAsBoolean()) {
                morning(begin, day + 1);
            }
        });
    }

    private void bringIn(boolean withNewEntry) {
        String list = HEADER
                + row("watch-1", "Entity", "Grennovar Ostwick Metals")
                + (withNewEntry ? row("watch-2", "Entity", NEWLY_LISTED) : "");
        LabApi.Answer answer = api.send(api.request("/api/v1/screening/lists/watch")
                .header("Authorization", LabApi.basic("admin:demo"))
                .header("Content-Type", "text/csv")
                .PUT(HttpRequest.BodyPublishers.ofString(list)));
        if (answer.status() != 200) {
            throw new IllegalStateException("The list was not taken: " + answer.body());
        }
        tally.add("screening list brought in");
    }

    private static String row(String id, String type, String name) {
        String[] columns = new String[COLUMNS];
        Arrays.fill(columns, "");
        columns[0] = id;
        columns[1] = "Made up";
        columns[3] = type;
        columns[5] = name;
        return String.join(",", columns) + "\r\n";
    }
}
