package dev.leat.samples;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar. */
final class LeatVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Leat.class.getPackage().getImplementationVersion();
    return new String[] {
      "leat %s (Java %s)"
          .formatted(version == null ? "not packaged" : version, System.getProperty("java.version"))
    };
  }
}
