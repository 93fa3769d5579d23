package org.countersign.model;

/**
 * What is wrong with a model, at which line of which file.
 *
 * @param element the id of the element, or its name where it has no id
 */
public record Complaint(String file, int line, int column, String element, String message) {}
