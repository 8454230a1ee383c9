package dev.leat.runtime.testkit;

/**
 * What {@link Faults} throws.
 *
 * {@snippet :
 * assertThatThrownBy(() -> runtime.run(pipeline)).hasRootCauseInstanceOf(InjectedFault.class);
 * }
 */
public final class InjectedFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * A fault.
   *
   * @param message for which element, by which seed
   */
  public InjectedFault(String message) {
    super(message);
  }
}
