import './shared/tokens.css';
import './shared/base.css';
import { mount } from 'svelte';
import { headquarters } from '#headquarters';
import { language } from './shared/language.svelte';
import Dashboard from './views/dashboard/Dashboard.svelte';

document.documentElement.lang = language.current;
const target = document.getElementById('app');
if (target) mount(Dashboard, { target, props: { headquarters } });
