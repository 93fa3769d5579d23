package org.countersign.lab;

import java.util.List;

/**
 * Something about the way a lab signs in is other than before; its contact is told.
 *
 * @param lab as it was before, so that whoever is replaced learns of it
 * @param kind {@code keys-added}, {@code keys-removed}, {@code lab-suspended}, {@code lab-reinstated} or {@code
 *     contact-changed}
 * @param kids of the keys concerned
 * @param reasons empty where none are asked for
 */
public record LabNews(Lab lab, String kind, List<String> kids, String reasons, String by) {}
