import { mount } from "svelte";

import App from "./App.svelte";
import { chooseHost } from "./host/choose";
import "./tokens.css";
import "./page.css";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has lost its #app");
mount(App, { target, props: { host: chooseHost() } });
