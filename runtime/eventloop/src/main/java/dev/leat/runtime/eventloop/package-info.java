/**
 * Event loops: a few threads that serve many connections and async calls without ever waiting. This
 * is the only package that knows those of Vert.x and Netty.
 *
 * <p>There is one group of loops, and everybody runs on it. Vert.x makes it, Reactor Netty borrows
 * it, and stages are executed on it, so that a connection, a Vert.x timer and the stage that
 * handles both can live on one thread, without a hop between them:
 *
 * <pre>
 *                         EventLoops
 *        vertx()       loopResources()     loop(i).execute(task)
 *           |                 |                     |
 *     Vert.x timers,    Reactor Netty           io stages
 *     clients           servers, clients            |
 *           |                 |                     |
 *           +--------- leat-loop-0, -1 -------------+
 * </pre>
 *
 * <p>Who makes an {@link dev.leat.runtime.eventloop.EventLoops} closes it; who is lent one does
 * not.
 */
@NullMarked
package dev.leat.runtime.eventloop;

import org.jspecify.annotations.NullMarked;
