// How segments are fetched: by hls.js, and each one is as long as it was asked for. Chromium's cache now and then
// answers a range that it is still writing with its first bytes alone, under a status and headers that promise the whole;
// appended as it is, that breaks the film.
import Hls, { type FragmentLoaderContext, type Loader, type LoaderCallbacks, type LoaderConfiguration } from "hls.js";

export class WholeSegments extends (Hls.DefaultConfig.loader as new (config: typeof Hls.DefaultConfig) => Loader<FragmentLoaderContext>) {
    override load(context: FragmentLoaderContext, config: LoaderConfiguration, callbacks: LoaderCallbacks<FragmentLoaderContext>): void {
        super.load(context, config, {
            ...callbacks,
            onSuccess(response, stats, loaded, details) {
                const asked = (loaded.rangeEnd ?? 0) - (loaded.rangeStart ?? 0);
                const length = response.data instanceof ArrayBuffer ? response.data.byteLength : asked;
                if (asked > 0 && length !== asked) {
                    // With a status that is no refusal, hls.js asks again.
                    callbacks.onError({ code: response.code ?? 206, text: `${length} of ${asked} bytes` }, loaded, details, stats);
                } else {
                    callbacks.onSuccess(response, stats, loaded, details);
                }
            },
        });
    }
}
