internal import Glibc

/// Threads that work off tasks until none is left. Tasks may give further tasks.
///
/// A task belongs to a place in the order of the input. When tasks fail, the failure of the earliest place wins
/// whatever the threads did, because tasks of earlier places are still finished.
public final class Crew: @unchecked Sendable {
    public enum Urgency: Int, Sendable { case first = 0, second, last }
    private struct Task {
        var order: Int
        var body: (Int) throws -> Void
    }

    public let workers: Int
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var queues: [[Task]] = [[], [], []]
    private var heads = [0, 0, 0]
    /// Tasks waiting or running.
    private var open = 0
    private var failure: (order: Int, error: any Error)?

    public init(workers: Int) {
        self.workers = min(max(workers, 1), 256)
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    public func withLock<T>(_ body: () throws -> T) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// `body` receives the number of the thread. Not to be called within `withLock`.
    public func submit(_ urgency: Urgency, order: Int, _ body: @escaping (Int) throws -> Void) {
        withLock {
            queues[urgency.rawValue].append(Task(order: order, body: body))
            open += 1
        }
        pthread_cond_signal(changed)
    }

    /// Works on this thread and on `workers` − 1 others until no task is left, then throws the earliest failure.
    public func run() throws {
        var threads: [pthread_t] = []
        for worker in 1..<workers {
            let start = Unmanaged.passRetained(Start(crew: self, worker: worker))
            var thread = pthread_t()
            if pthread_create(&thread, nil, crewThread, start.toOpaque()) == 0 {
                threads.append(thread)
            } else {
                // Fewer threads do the same work.
                start.release()
            }
        }
        work(0)
        for thread in threads { pthread_join(thread, nil) }
        if let failure { throw failure.error }
    }

    fileprivate final class Start {
        let crew: Crew
        let worker: Int
        init(crew: Crew, worker: Int) {
            self.crew = crew
            self.worker = worker
        }
    }

    fileprivate func work(_ worker: Int) {
        pthread_mutex_lock(mutex)
        while true {
            guard let task = next() else {
                if open == 0 { break }
                pthread_cond_wait(changed, mutex)
                continue
            }
            let isVoid = failure.map { $0.order < task.order } ?? false
            pthread_mutex_unlock(mutex)
            var thrown: (any Error)?
            if !isVoid {
                do { try task.body(worker) } catch { thrown = error }
            }
            pthread_mutex_lock(mutex)
            if let thrown, failure.map({ task.order < $0.order }) ?? true { failure = (task.order, thrown) }
            open -= 1
            if open == 0 { pthread_cond_broadcast(changed) }
        }
        pthread_mutex_unlock(mutex)
    }

    private func next() -> Task? {
        for urgency in queues.indices where heads[urgency] < queues[urgency].count {
            let task = queues[urgency][heads[urgency]]
            heads[urgency] += 1
            if heads[urgency] == queues[urgency].count {
                queues[urgency].removeAll(keepingCapacity: true)
                heads[urgency] = 0
            }
            return task
        }
        return nil
    }
}

private func crewThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<Crew.Start>.fromOpaque(argument).takeRetainedValue()
    start.crew.work(start.worker)
    return nil
}
