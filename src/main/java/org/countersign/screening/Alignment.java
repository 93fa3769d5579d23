package org.countersign.screening;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which words of a name asked for stand for which words of a listed name. */
final class Alignment {

    private static final double LEAST_OF_JOINED = 0.86;
    /** Of a word for a word and a word for two, the plain link is the likelier one. */
    private static final double JOINED = 0.7;

    private static final int SHORTEST_JOINED = 5;
    private static final int MOST_JOINED = 5;

    /** What an initial says about the name it may stand for. */
    private static final double BY_INITIAL = 0.85;

    /** So much of a name is left open when the list has no more of it than its first letter. */
    private static final double GUESSED_FROM_INITIAL = 0.5;

    /** A word, or several written as one, on either side. */
    private record Link(int asked, int askedWords, int listed, int listedWords, double likeness, double value) {}

    private final Weighed asked;
    private final Weighed listed;
    private final Weights weights;
    private final boolean initials;
    private final List<Link> links = new ArrayList<>();
    private final boolean[] askedSettled;
    private final boolean[] listedSettled;

    private double askedMatched;
    private double listedMatched;
    private double askedWeight;
    private double listedWeight;
    private double evidence;
    private double alike;
    private int letters;
    private boolean otherWord;
    private boolean acrossScripts;
    private double lettersAlike;

    private Alignment(Weighed asked, Weighed listed, Weights weights, boolean initials) {
        this.asked = asked;
        this.listed = listed;
        this.weights = weights;
        this.initials = initials;
        this.askedSettled = new boolean[asked.size()];
        this.listedSettled = new boolean[listed.size()];
    }

    /** What was found out about pairs of words while one name is held against many. */
    static final class Memory {

        private final List<Map<Word, Double>> likeness = new ArrayList<>();

        private final Map<Word, Map<Word, Double>> ofJoined = new IdentityHashMap<>();
        private final Map<String, Word> words = new HashMap<>();

        /** By their text and vowels; the same word is the same object. */
        Map<String, Word> words() {
            return words;
        }

        double ofJoined(Word asked, Word listed, Weights weights) {
            return ofJoined.computeIfAbsent(asked, word -> new IdentityHashMap<>())
                    .computeIfAbsent(listed, word -> Likeness.of(asked, word, weights));
        }

        double of(int position, Word asked, Word listed, Weights weights) {
            while (likeness.size() <= position) {
                likeness.add(new IdentityHashMap<>());
            }
            return likeness.get(position).computeIfAbsent(listed, word -> Likeness.of(asked, word, weights));
        }
    }

    static Alignment of(Weighed asked, Weighed listed, Weights weights, boolean initials, Memory memory) {
        var alignment = new Alignment(asked, listed, weights, initials);
        alignment.linkWords(memory);
        alignment.linkJoinedWords(memory);
        alignment.choose();
        return alignment;
    }

    private void linkWords(Memory memory) {
        for (int i = 0; i < asked.size(); i++) {
            for (int j = 0; j < listed.size(); j++) {
                Word a = asked.word(i);
                Word b = listed.word(j);
                boolean initial = isInitialOf(a, b) || isInitialOf(b, a);
                double likeness = initial ? BY_INITIAL : memory.of(i, a, b, weights);
                if (likeness >= Likeness.LEAST) {
                    askedSettled[i] |= likeness == 1;
                    listedSettled[j] |= likeness == 1;
                    link(i, 1, j, 1, likeness);
                }
            }
        }
    }

    private boolean isInitialOf(Word initial, Word word) {
        return initials
                && initial.kind() == Word.Kind.INITIAL
                && word.isSubstance()
                && word.text().charAt(0) == initial.text().charAt(0);
    }

    private void linkJoinedWords(Memory memory) {
        for (int i = 0; i < askedSettled.length; i++) {
            for (int j = 0; j < listedSettled.length; j++) {
                if (!askedSettled[i] && !listedSettled[j]) {
                    linkJoinedAt(i, j, memory);
                }
            }
        }
    }

    private void linkJoinedAt(int i, int j, Memory memory) {
        for (int words = 2; words <= MOST_JOINED; words++) {
            if (words <= listedSettled.length) {
                linkJoined(i, 1, j, words, memory);
            }
            if (words <= askedSettled.length) {
                linkJoined(i, words, j, 1, memory);
            }
        }
    }

    private void linkJoined(int i, int askedWords, int j, int listedWords, Memory memory) {
        int letters = asked.letters(i, askedWords);
        int difference = Math.abs(letters - listed.letters(j, listedWords));
        boolean vowelsGuessed = asked.word(i).hasVowels() != listed.word(j).hasVowels();
        if (difference > (vowelsGuessed ? 6 : 2)
                || !(vowelsGuessed
                        ? sharesAnEndOfBones(i, askedWords, j, listedWords)
                        : sharesAnEnd(i, askedWords, j, listedWords))) {
            return;
        }
        double likeness = memory.ofJoined(
                asked.joined(i, askedWords, memory.words()), listed.joined(j, listedWords, memory.words()), weights);
        if (likeness == 1 || likeness >= LEAST_OF_JOINED && letters >= SHORTEST_JOINED) {
            link(i, askedWords, j, listedWords, likeness);
        }
    }

    /** A cheap look before a dear one. */
    private boolean sharesAnEnd(int i, int askedWords, int j, int listedWords) {
        return asked.firstLetter(i) == listed.firstLetter(j)
                || asked.lastLetter(i, askedWords) == listed.lastLetter(j, listedWords);
    }

    private boolean sharesAnEndOfBones(int i, int askedWords, int j, int listedWords) {
        String firstAsked = asked.word(i).bones();
        String firstListed = listed.word(j).bones();
        String lastAsked = asked.word(i + askedWords - 1).bones();
        String lastListed = listed.word(j + listedWords - 1).bones();
        return firstAsked.isEmpty()
                || firstListed.isEmpty()
                || lastAsked.isEmpty()
                || lastListed.isEmpty()
                || firstAsked.charAt(0) == firstListed.charAt(0)
                || lastAsked.charAt(lastAsked.length() - 1) == lastListed.charAt(lastListed.length() - 1);
    }

    private void link(int i, int askedWords, int j, int listedWords, double likeness) {
        double value = likeness * likeness * (asked.weight(i, askedWords) + listed.weight(j, listedWords));
        if (askedWords + listedWords > 2) {
            value *= JOINED;
        }
        links.add(new Link(i, askedWords, j, listedWords, likeness, value));
    }

    /** The most telling links first; a word is used once. */
    private void choose() {
        var askedUsed = new boolean[askedSettled.length];
        var listedUsed = new boolean[listedSettled.length];
        links.sort(Comparator.comparingDouble(Link::value).reversed());
        for (Link link : links) {
            if (isFree(askedUsed, link.asked(), link.askedWords())
                    && isFree(listedUsed, link.listed(), link.listedWords())) {
                use(askedUsed, link.asked(), link.askedWords());
                use(listedUsed, link.listed(), link.listedWords());
                count(link);
            }
        }
        for (int k = 0; k < askedUsed.length; k++) {
            otherWord |= !askedUsed[k] && weights.isKnown(asked.word(k));
        }
        askedWeight += rest(asked, askedUsed);
        listedWeight += rest(listed, listedUsed);
    }

    /** A mistyped word is as telling as the listed one it stands for. */
    private void count(Link link) {
        double listedWord = listed.weight(link.listed(), link.listedWords());
        double askedWord = Math.min(asked.weight(link.asked(), link.askedWords()), listedWord);
        boolean initial = link.likeness() == BY_INITIAL;
        if (initial && listed.word(link.listed()).kind() == Word.Kind.INITIAL) {
            askedWeight += GUESSED_FROM_INITIAL * (asked.weight(link.asked(), 1) - askedWord);
        }
        askedMatched += askedWord;
        listedMatched += (initial ? BY_INITIAL : 1) * listedWord;
        askedWeight += askedWord;
        listedWeight += listedWord;
        evidence += initial ? askedWord : link.likeness() * listedWord;
        acrossScripts |=
                asked.word(link.asked()).vowels() != listed.word(link.listed()).vowels();
        double likeness = initial ? 1 : link.likeness();
        alike += likeness * listedWord;
        int length = listed.letters(link.listed(), link.listedWords());
        letters += length;
        lettersAlike += length * likeness;
    }

    private static double rest(Weighed name, boolean[] used) {
        double weight = 0;
        for (int k = 0; k < used.length; k++) {
            weight += used[k] ? 0 : name.weight(k, 1);
        }
        return weight;
    }

    private static boolean isFree(boolean[] used, int first, int count) {
        for (int k = first; k < first + count; k++) {
            if (used[k % used.length]) {
                return false;
            }
        }
        return true;
    }

    private static void use(boolean[] used, int first, int count) {
        for (int k = first; k < first + count; k++) {
            used[k % used.length] = true;
        }
    }

    /** How much of the name asked for is found in the listed one. */
    double askedCovered() {
        return askedWeight == 0 ? 0 : askedMatched / askedWeight;
    }

    /** How much of the listed name is found in the one asked for. */
    double listedCovered() {
        return listedWeight == 0 ? 0 : listedMatched / listedWeight;
    }

    /** How alike the words are that were found: a mistyped letter is little in a long name. */
    double alike() {
        return letters == 0 ? 0 : (alike / listedMatched + lettersAlike / letters) / 2;
    }

    /** How many letters were found. */
    int letters() {
        return letters;
    }

    /** Whether the name asked for has a word that is no mistake and has no place in the listed one. */
    boolean hasAnotherWord() {
        return otherWord;
    }

    /** Whether words were compared of which one was written without its vowels. */
    boolean isAcrossScripts() {
        return acrossScripts;
    }

    /** How much the words that were found tell. */
    double evidence() {
        return evidence;
    }
}
