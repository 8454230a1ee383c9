package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The module as those see it who put it on their module path. */
class ModuleTest {

  private static final ModuleDescriptor MODULE =
      ModuleFinder.of(Path.of("target/classes"))
          .find("dev.leat.pipeline")
          .orElseThrow()
          .descriptor();

  @Test
  void shouldExportAllItsPackages() {
    assertThat(MODULE.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(MODULE.packages());
    assertThat(MODULE.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
  }

  @Test
  void shouldNeedNothingButTheJdkReactiveStreamsAndJSpecify() {
    assertThat(MODULE.requires())
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder("java.base", "org.jspecify", "org.reactivestreams");
  }
}
