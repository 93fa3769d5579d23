package org.countersign.license;

/**
 * A place in a public list, as tokens and the API name it.
 *
 * @param uri of the list
 * @param idx the position in it
 */
record StatusReference(String uri, int idx) {

    /** Of 2 bits each: 256 KB before compression. The database knows this number too (note_list_change). */
    static final int BITS_OF_POSITION = 20;

    static final int PLACES = 1 << BITS_OF_POSITION;

    static int listOf(long index) {
        return Math.toIntExact(index >> BITS_OF_POSITION);
    }

    static int positionOf(long index) {
        return (int) (index & (PLACES - 1));
    }
}
