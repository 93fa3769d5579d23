package org.countersign.screening;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.journal.Journal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Screens again who was screened before, against what the lists have got since. */
@Component
public class Rescreening {

    private final ScreeningLists lists;
    private final ListEntries entries;
    private final Screener screener;
    private final Screenings screenings;
    private final Journal journal;
    private final Clock clock;
    private final JdbcClient db;

    Rescreening(
            ScreeningLists lists,
            ListEntries entries,
            Screener screener,
            Screenings screenings,
            Journal journal,
            Clock clock,
            JdbcClient db) {
        this.lists = lists;
        this.entries = entries;
        this.screener = screener;
        this.screenings = screenings;
        this.journal = journal;
        this.clock = clock;
        this.db = db;
    }

    /** Entries that were added or changed, by list. */
    public record Changes(Map<String, Set<String>> entriesByList) {

        boolean contains(ListEntry entry) {
            return entriesByList.getOrDefault(entry.list(), Set.of()).contains(entry.id());
        }

        boolean isEmpty() {
            return entriesByList.values().stream().allMatch(Set::isEmpty);
        }
    }

    public Changes changesOf(String list, int afterVersion) {
        return new Changes(Map.of(list, entries.changedSince(list, afterVersion)));
    }

    /** Keeps what is new as a screening of its own, for a person to look at. True when there is any. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean findsNewHits(Application application, Changes changes) {
        if (changes.isEmpty()) {
            return false;
        }
        List<Party> parties = Parties.of(application);
        List<Screener.Found> found = screener.find(parties);
        if (found.stream().flatMap(one -> one.matches().stream()).noneMatch(match -> changes.contains(match.entry()))) {
            return false;
        }
        // From here on one at a time: of two who find the same hit, the second sees that it is known.
        db.sql("SELECT id FROM application WHERE id = ? FOR NO KEY UPDATE")
                .param(application.id())
                .query(String.class)
                .single();
        var hits = new ArrayList<Screening.Hit>();
        found.forEach(one -> one.matches().stream()
                .filter(match -> changes.contains(match.entry()))
                .filter(match -> !screenings.isKnown(application.id(), one.party(), match.entry()))
                .forEach(match -> hits.add(Screening.Hit.of(one.party(), match))));
        if (hits.isEmpty()) {
            return false;
        }
        var screening = new Screening(
                UUID.randomUUID().toString(),
                application.id(),
                Screenings.OF_LIST_CHANGE,
                Screenings.HITS,
                "",
                lists.inForce().stream().map(ListInForce::edition).toList(),
                parties,
                hits,
                clock.instant());
        screenings.add(screening);
        journal.record("system", "parties-rescreened", application.reference(), screening.summary());
        return true;
    }
}
