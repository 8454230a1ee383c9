/**
 * What tests of pipelines and connectors need: a {@linkplain dev.leat.runtime.testkit.ManualTimers
 * clock} that is turned by hand, a {@linkplain dev.leat.runtime.testkit.TestSource source} and a
 * {@linkplain dev.leat.runtime.testkit.TestSink sink} that are driven by hand, an {@linkplain
 * dev.leat.runtime.testkit.LeatTest annotation} that fails a test whose stages block where they
 * must not, and the tests that every {@linkplain dev.leat.runtime.testkit.SourceContractTest
 * source} and every {@linkplain dev.leat.runtime.testkit.SinkContractTest sink} has to pass.
 *
 * <p>It needs one dependency, {@code dev.leat:leat-testkit} in the scope {@code test}, and one
 * setting of Surefire, because methods of the JDK are changed when the first test starts:
 *
 * <pre>{@code
 * <argLine>-XX:+EnableDynamicAgentLoading -XX:+AllowRedefinitionToAddDeleteMethods</argLine>
 * }</pre>
 */
@NullMarked
package dev.leat.runtime.testkit;

import org.jspecify.annotations.NullMarked;
