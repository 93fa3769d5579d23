package org.countersign.gateway;

/** Where the newest list of one address is put; tokens keep hold of the place, so that nobody has to look it up. */
final class ListSlot {

    final String uri;
    private volatile StatusList newest;

    ListSlot(String uri) {
        this.uri = uri;
    }

    StatusList newest() {
        return newest;
    }

    synchronized void put(StatusList list) throws Refused {
        if (newest != null && list.isOlderThan(newest)) {
            throw new Refused(Answer.unknown("list-older-than-one-seen"));
        }
        newest = list;
    }
}
