package org.countersign.workflow;

import java.util.List;

/**
 * Everybody who could complete a task has stepped back from its case.
 *
 * @param task its label
 * @param group whose members it was for
 * @param directors where those can be reached who can name somebody else
 */
public record NobodyLeft(String applicationId, String taskId, String task, String group, List<String> directors) {}
