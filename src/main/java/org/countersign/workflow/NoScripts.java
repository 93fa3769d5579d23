package org.countersign.workflow;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** No script runs, in whatever language: the engine brings one for JUEL and one for FEEL, and takes any other it finds. */
class NoScripts implements ScriptEngineResolver {

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        // none is kept
    }

    @Override
    public ScriptEngineManager getScriptEngineManager() {
        throw new ProcessEngineException("Scripts are not run");
    }

    @Override
    public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        throw new ProcessEngineException("Scripts are not run");
    }
}
