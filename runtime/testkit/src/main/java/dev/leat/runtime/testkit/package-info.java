/**
 * What tests of pipelines and connectors need: a {@linkplain dev.leat.runtime.testkit.ManualTimers
 * clock} that is turned by hand, a {@linkplain dev.leat.runtime.testkit.TestSource source} and a
 * {@linkplain dev.leat.runtime.testkit.TestSink sink} that are driven by hand, BlockHound, which
 * makes a blocking call fail where the threads of the engine must not block, and the tests that
 * every {@linkplain dev.leat.runtime.testkit.SourceContractTest source} and every {@linkplain
 * dev.leat.runtime.testkit.SinkContractTest sink} has to pass.
 *
 * <p>It needs one dependency, {@code dev.leat:leat-testkit} in the scope {@code test}, and one
 * setting of Surefire, because BlockHound changes methods of the JDK when the tests start:
 *
 * <pre>{@code
 * <argLine>-XX:+EnableDynamicAgentLoading -XX:+AllowRedefinitionToAddDeleteMethods</argLine>
 * }</pre>
 */
@NullMarked
package dev.leat.runtime.testkit;

import org.jspecify.annotations.NullMarked;
