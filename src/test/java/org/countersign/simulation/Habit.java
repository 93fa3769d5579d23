package org.countersign.simulation;

/** What people of an office do when a task of theirs appears. */
interface Habit {

    void meet(Feed.OpenTask task, SimulatedCase of);
}
