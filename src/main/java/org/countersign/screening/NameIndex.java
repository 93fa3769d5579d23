package org.countersign.screening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * The names of all lists, in memory. Lucene finds the names that share letters, sounds or consonants with the one asked
 * for; those few are then held against it word by word.
 */
final class NameIndex {

    private static final String TERM = "term";
    private static final String POSITION = "position";

    /** Enough that the right one is among them, few enough to compare within a millisecond or two. */
    private static final int CANDIDATES = 100;

    private static final FieldType TERMS = new FieldType();

    static {
        TERMS.setIndexOptions(IndexOptions.DOCS);
        TERMS.setTokenized(true);
        TERMS.freeze();
    }

    private record Listed(ListEntry entry, Weighed name) {}

    private final List<Listed> names;
    private final Weights weights;
    private final IndexSearcher searcher;
    private final boolean anyVowelless;

    private NameIndex(List<Listed> names, Weights weights, IndexSearcher searcher) {
        this.names = names;
        this.weights = weights;
        this.searcher = searcher;
        this.anyVowelless = names.stream()
                .anyMatch(listed -> NameTerms.isVowelless(listed.name().name()));
    }

    static NameIndex of(Collection<ListEntry> entries) {
        var words = new HashMap<String, Word>();
        var entriesBySound = new HashMap<String, Integer>();
        var entriesByText = new HashMap<String, Integer>();
        Map<ListEntry, List<Name>> namesOf = new IdentityHashMap<>();
        for (ListEntry entry : entries) {
            List<Name> names = entry.names().stream()
                    .distinct()
                    .flatMap(raw -> Name.readings(raw).stream())
                    .map(name -> shared(name, words))
                    .toList();
            namesOf.put(entry, names);
            names.stream()
                    .flatMap(name -> name.words().stream())
                    .map(Word::sound)
                    .distinct()
                    .forEach(sound -> entriesBySound.merge(sound, 1, Integer::sum));
            names.stream()
                    .flatMap(name -> name.words().stream())
                    .map(Word::text)
                    .distinct()
                    .forEach(text -> entriesByText.merge(text, 1, Integer::sum));
        }
        var weights = new Weights(entriesBySound, entriesByText, entries.size());
        var listed = new ArrayList<Listed>();
        for (ListEntry entry : entries) {
            namesOf.get(entry).forEach(name -> listed.add(new Listed(entry, new Weighed(name, weights))));
        }
        try {
            return new NameIndex(listed, weights, searcherOf(listed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same word is kept once, however many names it is in. */
    private static Name shared(Name name, Map<String, Word> words) {
        return new Name(
                name.raw(),
                name.words().stream()
                        .map(word -> words.computeIfAbsent(word.text() + word.vowels(), text -> word))
                        .toList());
    }

    private static IndexSearcher searcherOf(List<Listed> names) throws IOException {
        var directory = new ByteBuffersDirectory();
        try (var writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (int position = 0; position < names.size(); position++) {
                var document = new Document();
                document.add(new Field(
                        TERM,
                        NameTerms.streamed(
                                NameTerms.listed(names.get(position).name().name())),
                        TERMS));
                document.add(new NumericDocValuesField(POSITION, position));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        return new IndexSearcher(DirectoryReader.open(directory));
    }

    /** The entries that resemble a party enough for a person to look at them, the most alike first. */
    List<Match> find(Party party) {
        Map<ListEntry, Match> best = new IdentityHashMap<>();
        Name.readings(party.name()).forEach(reading -> find(party, reading, best));
        return best.values().stream()
                .sorted(Comparator.comparingDouble(Match::score).reversed().thenComparing(match -> match.entry()
                        .id()))
                .toList();
    }

    private void find(Party party, Name asked, Map<ListEntry, Match> best) {
        if (names.isEmpty() || asked.words().isEmpty()) {
            return;
        }
        var memory = new Alignment.Memory();
        var weighed = new Weighed(asked, weights);
        for (Listed candidate : candidates(asked)) {
            Resemblance.Score score =
                    Resemblance.of(party, weighed, candidate.entry(), candidate.name(), weights, memory);
            if (score.value() >= Resemblance.HIT) {
                var match = new Match(
                        candidate.entry(), candidate.name().name().raw(), rounded(score.value()), score.explanation());
                best.merge(candidate.entry(), match, (a, b) -> a.score() >= b.score() ? a : b);
            }
        }
    }

    private static double rounded(double score) {
        return Math.round(score * 1000) / 1000.0;
    }

    private List<Listed> candidates(Name asked) {
        var query = new BooleanQuery.Builder();
        NameTerms.asked(asked, anyVowelless)
                .forEach(term -> query.add(new TermQuery(new Term(TERM, term)), BooleanClause.Occur.SHOULD));
        try {
            var found = new ArrayList<Listed>();
            LeafReader reader = searcher.getIndexReader().leaves().get(0).reader();
            ScoreDoc[] documents = searcher.search(query.build(), CANDIDATES).scoreDocs;
            Arrays.sort(documents, Comparator.comparingInt(document -> document.doc));
            NumericDocValues positions = reader.getNumericDocValues(POSITION);
            for (ScoreDoc document : documents) {
                positions.advanceExact(document.doc);
                found.add(names.get((int) positions.longValue()));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
