/// The keys that a worker has computed, by id space.
final class WorkerKeys {
    private let key: [UInt8]
    private var caches: [String: PersonKeyCache] = [:]

    init(key: [UInt8]) { self.key = key }

    func cache(_ idSpace: String, remembers: Bool) throws -> PersonKeyCache {
        if let cache = caches[idSpace] { return cache }
        let cache = try PersonKeyCache(key: key, idSpace: idSpace, remembers: remembers)
        caches[idSpace] = cache
        return cache
    }
}
