// The line between a frame of ours and the page around it, as `@peertube/embed-api` speaks it: jschannel's messages
// (PROTOCOL.md of jschannel 1.0), JSON texts over postMessage. A request has an id and a method, its answer the same id
// with a result or an error; a notification has a method alone. Methods carry the scope in front, "peertube::play".

type Method = (given: unknown) => unknown;

interface Message {
    id?: number;
    method?: string;
    params?: unknown;
}

/** Methods are answered for whoever has put the frame into their page: a frame says nothing that its page cannot see. */
export class Channel {
    private readonly methods = new Map<string, Method>();

    constructor(private readonly scope: string) {
        window.addEventListener("message", (event) => {
            if (event.source === window.parent && typeof event.data === "string") {
                this.hear(event.data);
            }
        });
    }

    bind(name: string, method: Method): void {
        this.methods.set(name, method);
    }

    /** Says that this side is there. The other side may be there already, or come later and say so itself. */
    open(): void {
        this.send({ method: `${this.scope}::__ready`, params: { type: "publish-request", publish: [] } });
    }

    notify(name: string, params: unknown): void {
        this.send({ method: `${this.scope}::${name}`, params });
    }

    private hear(text: string): void {
        let message: Message;
        try {
            message = JSON.parse(text) as Message;
        } catch {
            return;
        }
        const [scope, name] = typeof message?.method === "string" ? message.method.split("::") : [];
        if (scope !== this.scope || name === undefined) {
            return;
        }
        if (name === "__ready") {
            if ((message.params as { type?: unknown } | undefined)?.type === "publish-request") {
                this.send({ method: message.method, params: { type: "publish-reply", publish: [] } });
            }
        } else if (typeof message.id === "number") {
            void this.answer(message.id, name, message.params);
        }
    }

    private async answer(id: number, name: string, given: unknown): Promise<void> {
        const method = this.methods.get(name);
        if (method === undefined) {
            this.send({ id, error: "method_not_found", message: `There is no method '${name}'.` });
            return;
        }
        try {
            this.send({ id, result: await method(given) });
        } catch (error) {
            this.send({ id, error: "runtime_error", message: String(error) });
        }
    }

    private send(message: object): void {
        window.parent.postMessage(JSON.stringify(message), "*");
    }
}
