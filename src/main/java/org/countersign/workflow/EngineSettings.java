package org.countersign.workflow;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.jobexecutor.CallerRunsRejectedJobsHandler;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.Ordering;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.countersign.model.ModelCheck;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What we set in the engine, each with its reason. The rest of its settings are in application.properties. */
@Component
@Order(Ordering.DEFAULT_ORDER + 1)
@DependsOnDatabaseInitialization // our own tables first: the engine asks for delegates that read them
class EngineSettings extends AbstractCamundaConfiguration {

    /** What Tasklist asks for at most, and few enough not to exhaust a node's memory. */
    static final int MOST_RESULTS_OF_A_QUERY = 2_000;

    private final ProcessBeans processBeans;
    private final ObjectProvider<Recusals> recusals;
    private final ObjectProvider<ModelCheck> check;

    EngineSettings(ProcessBeans processBeans, ObjectProvider<Recusals> recusals, ObjectProvider<ModelCheck> check) {
        this.processBeans = processBeans;
        this.recusals = recusals;
        this.check = check;
    }

    @Override
    public void preInit(SpringProcessEngineConfiguration engine) {
        engine.setSchemaOperationsCommand(new EngineSchema());
        engine.setExpressionManager(new GuardedExpressionManager(processBeans));
        engine.setCustomPreDeployers(new ArrayList<>(List.of(new ModelGuard(check))));
        engine.setScriptEngineResolver(new NoScripts());
        engine.setArtifactFactory(new NoClasses());
        var tasks = new GuardedTaskService(new StepBack(recusals));
        engine.setTaskService(tasks);
        engine.setFormService(new GuardedFormService(tasks));
        engine.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(new HideFromRecused(recusals))));
        // Wrong passwords are counted in access, by account and address. The engine counts by account alone, so a
        // stranger who knows the names could put the whole staff out of office.
        engine.setLoginMaxAttempts(Integer.MAX_VALUE);
        engine.setLoginDelayBase(0);
        // Stored filters need expressions for "my tasks"; the expression manager admits only those. Ad-hoc
        // queries need none.
        engine.setEnableExpressionsInAdhocQueries(false);
        engine.setEnableExpressionsInStoredQueries(true);
        engine.setEnableXxeProcessing(false);
        engine.setJavaSerializationFormatEnabled(false);
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setRestrictUserOperationLogToAuthenticatedUsers(false);
        engine.setQueryMaxResultsLimit(MOST_RESULTS_OF_A_QUERY);
        engine.setEnableScriptEngineLoadExternalResources(false);
        engine.setEnableFetchScriptEngineFromProcessApplication(false);
        engine.setEnablePasswordPolicy(false);
        // Names such as oncd.reviewer and oncd-directors.
        engine.setGeneralResourceWhitelistPattern("[a-zA-Z0-9][a-zA-Z0-9._-]*");
        engine.setUserResourceWhitelistPattern("[a-zA-Z0-9][a-zA-Z0-9._@-]*"); // many providers name people by address
        // A member of a candidate group may read, claim and complete a task; nothing else.
        engine.setDefaultUserPermissionForTask(Permissions.TASK_WORK);
        // A refused completion is told to the person and is no error of ours.
        engine.setEnableCmdExceptionLogging(false);
        engine.setEnsureJobDueDateNotNull(true);
        engine.setJobExecutorAcquireByDueDate(true);
        outermost(engine, new CompletionGuard());
        if (engine.getJobExecutor() != null) {
            // When all threads are busy, who fetches jobs runs one himself. Otherwise he asks again at once, for the
            // one or two jobs that found room meanwhile, and so takes as much from the database as the jobs do.
            engine.getJobExecutor().setRejectedJobsHandler(new CallerRunsRejectedJobsHandler());
        }
    }

    private static void outermost(SpringProcessEngineConfiguration engine, CommandInterceptor interceptor) {
        List<CommandInterceptor> before = new ArrayList<>();
        before.add(interceptor);
        if (engine.getCustomPreCommandInterceptorsTxRequired() != null) {
            before.addAll(engine.getCustomPreCommandInterceptorsTxRequired());
        }
        engine.setCustomPreCommandInterceptorsTxRequired(before);
    }
}
