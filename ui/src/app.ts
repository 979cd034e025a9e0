import './shared/tokens.css';
import './shared/base.css';
import { mount } from 'svelte';
import { backend } from '#backend';
import { language } from './shared/language.svelte';
import App from './views/app/App.svelte';

document.documentElement.lang = language.current;
const target = document.getElementById('app');
if (target) mount(App, { target, props: { backend } });
