package org.countersign.screening;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** By what a name can be found in the index: its words, how they sound, their consonants, and pieces of these. */
final class NameTerms {

    /** A name's length is bounded, and so are its terms; Lucene allows 1,024 clauses. */
    private static final int MOST_TERMS = 400;

    private NameTerms() {}

    static Set<String> listed(Name name) {
        var terms = new LinkedHashSet<String>();
        for (Word word : name.words()) {
            bySound(word, terms);
            byBones(word, terms);
        }
        return terms;
    }

    static Set<String> asked(Name name, boolean anyVowellessListed) {
        var terms = new LinkedHashSet<String>();
        for (Word word : name.words()) {
            bySound(word, terms);
            if (!word.hasVowels() || anyVowellessListed) {
                byBones(word, terms);
            }
            if (terms.size() > MOST_TERMS) {
                break;
            }
        }
        return terms;
    }

    static boolean isVowelless(Name name) {
        return name.words().stream().anyMatch(word -> !word.hasVowels());
    }

    private static void bySound(Word word, Set<String> terms) {
        terms.add("w" + word.text());
        terms.add("s" + word.sound());
        pieces("g", word.sound(), 3, terms);
    }

    private static void byBones(Word word, Set<String> terms) {
        if (word.isSubstance()) {
            terms.add("b" + word.bones());
            pieces("p", word.bones(), 2, terms);
        }
    }

    private static void pieces(String kind, String word, int length, Set<String> terms) {
        String bounded = "^" + word + "$";
        for (int i = 0; i + length <= bounded.length(); i++) {
            terms.add(kind + bounded.substring(i, i + length));
        }
    }

    /** To Lucene, which takes words one after the other. */
    static TokenStream streamed(Collection<String> terms) {
        return new TokenStream() {
            private final CharTermAttribute attribute = addAttribute(CharTermAttribute.class);
            private final Iterator<String> rest = terms.iterator();

            @Override
            public boolean incrementToken() {
                clearAttributes();
                if (!rest.hasNext()) {
                    return false;
                }
                attribute.append(rest.next());
                return true;
            }
        };
    }
}
