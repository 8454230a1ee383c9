package dev.leat.samples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.runtime.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All models do the same work. */
class ModelsTest {

  private static final int ELEMENTS = 40;

  @ParameterizedTest
  @EnumSource(
      names = {
        "ONE_THREAD",
        "THREADS",
        "EVENT_LOOP",
        "COROUTINES",
        "TWO_COROUTINES",
        "POOL",
        "FORKED_JVMS"
      })
  void shouldComputeWhatALoopComputes(Model model) throws Exception {
    assertThat(results(Workload.COMPUTING, model, "")).isEqualTo(loop(Workload.COMPUTING, ""));
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE_THREAD", "THREADS", "EVENT_LOOP", "COROUTINES", "TWO_COROUTINES"})
  void shouldGetTheAnswersThatALoopGets(Model model) throws Exception {
    try (DelayService service = new DelayService(Duration.ofMillis(1))) {
      assertThat(results(Workload.WAITING, model, service.url()))
          .isEqualTo(loop(Workload.WAITING, service.url()))
          .startsWith("item 0: team 0", "item 1: team 1");
    }
  }

  private static List<String> results(Workload workload, Model model, String url) {
    Setting setting = new Setting(workload, model, ELEMENTS, 2, url, "python3", Path.of(""));
    try (LocalRuntime runtime = Models.runtime(model)) {
      return runtime.collect(Models.stage(setting, workload.elements(ELEMENTS, url)));
    }
  }

  private static List<String> loop(Workload workload, String url) throws Exception {
    List<String> results = new ArrayList<>();
    for (String element : workload.elements(ELEMENTS, url)) {
      results.add(Workload.apply(workload, element));
    }
    return results;
  }
}
