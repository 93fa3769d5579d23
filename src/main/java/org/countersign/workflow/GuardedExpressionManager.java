package org.countersign.workflow;

import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.ReadOnlyMapELResolver;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ArrayELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;

/**
 * Expressions run inside executions only, and see only the beans marked {@link ForProcesses}.
 *
 * <p>The engine evaluates expressions of task and filter queries without any scope, and does so inside
 * {@code orQueries} even when both switches against it are off (CVE-2026-109432): whoever can send a
 * query could run code. So without a scope nothing is evaluated but the few texts our own Tasklist
 * filters consist of, letter for letter.
 */
class GuardedExpressionManager extends JuelExpressionManager {

    static final Set<String> QUERY_EXPRESSIONS =
            Set.of("${currentUser()}", "${currentUserGroups()}", "${now()}", "${dateTime().plusDays(7)}");

    private final ProcessBeans processBeans;

    GuardedExpressionManager(ProcessBeans processBeans) {
        this.processBeans = processBeans;
    }

    @Override
    protected ELResolver createElResolver() {
        var resolver = new CompositeELResolver();
        // Beans first: no variable can take the place of one.
        resolver.add(new ReadOnlyMapELResolver(processBeans));
        resolver.add(new VariableScopeElResolver());
        resolver.add(new VariableContextElResolver());
        resolver.add(new ArrayELResolver());
        resolver.add(new ListELResolver());
        resolver.add(new MapELResolver());
        resolver.add(new NoReflectionELResolver());
        return resolver;
    }

    @Override
    public Expression createExpression(String text) {
        return new ScopedExpression(text, this);
    }

    private static final class ScopedExpression extends JuelExpression {

        ScopedExpression(String text, JuelExpressionManager manager) {
            super(manager.createValueExpression(text), manager, text);
        }

        @Override
        public Object getValue(VariableScope scope, BaseDelegateExecution contextExecution) {
            if (scope == null && !isLiteralText() && !QUERY_EXPRESSIONS.contains(getExpressionText())) {
                throw new ProcessEngineException("Expressions are not evaluated outside a process");
            }
            return super.getValue(scope, contextExecution);
        }
    }
}
