// The small picture of the film above the timeline. Its sheet is fetched when somebody first points there; until
// it has come, or where there is none, the time stands alone.

export class Storyboard {
    private readonly address: string | undefined;
    private readonly sprite: { columns: number; width: number; height: number; seconds: number };
    private sheet: HTMLImageElement | undefined;

    constructor(private readonly root: HTMLElement, private readonly place: HTMLElement | null) {
        const [columns = 0, width = 0, height = 0, seconds = 0] = (root.dataset.sprites ?? "").split(" ").map(Number);
        this.sprite = { columns, width, height, seconds };
        const isWhole = columns > 0 && width > 0 && height > 0 && seconds > 0;
        this.address = isWhole ? root.dataset.storyboard : undefined;
    }

    /** Shows what is seen at this time. */
    show(time: number): void {
        const sheet = this.fetched();
        if (this.place === null || sheet === undefined) {
            return;
        }
        const { columns, width, height, seconds } = this.sprite;
        const rows = Math.round(sheet.naturalHeight / height);
        const number = Math.min(Math.floor(time / seconds), columns * rows - 1);
        // A small player, in another page or on a telephone, gets a smaller picture.
        const scale = Math.min(1, (this.root.clientHeight * 0.45) / height, (this.root.clientWidth * 0.45) / width);
        const { style } = this.place;
        style.width = `${width * scale}px`;
        style.height = `${height * scale}px`;
        style.backgroundImage = `url("${sheet.src}")`;
        style.backgroundSize = `${columns * width * scale}px auto`;
        style.backgroundPosition = `${-(number % columns) * width * scale}px ${-Math.floor(number / columns) * height * scale}px`;
        this.place.hidden = false;
        this.root.style.setProperty("--sprite", style.width);
    }

    private fetched(): HTMLImageElement | undefined {
        if (this.address !== undefined && this.sheet === undefined) {
            this.sheet = new Image();
            this.sheet.src = this.address;
        }
        return this.sheet !== undefined && this.sheet.complete && this.sheet.naturalWidth > 0 ? this.sheet : undefined;
    }
}
